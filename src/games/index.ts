export { connectFour } from "./connect-four.ts";
export type { ZeroSumGame } from "./game.ts";
export { type Solution, solveGame } from "./solve-game.ts";
export { type Cells, ticTacToe } from "./tic-tac-toe.ts";
export { worstPayoff } from "./worst-payoff.ts";
