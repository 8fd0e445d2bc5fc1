export { connectFour } from "./connect-four.ts";
export type { ZeroSumGame } from "./game.ts";
export {
  areaOwners,
  type BoardSize,
  black,
  boardSymmetries,
  type Chains,
  countArea,
  createRandomPlayout,
  fixedHandicap,
  freeHandicap,
  type GoColor,
  type GoCount,
  type GoKo,
  GoPosition,
  type GoRules,
  type GoRulesOptions,
  type GoScore,
  type GoScoring,
  goRules,
  inverseSymmetries,
  mostFixedHandicap,
  opponentOf,
  parseVertex,
  type RandomPlayout,
  resultText,
  scoreOf,
  vertexOf,
  white,
  withoutStones,
} from "./go/index.ts";
export { type Solution, solveGame } from "./solve-game.ts";
export { type Cells, ticTacToe } from "./tic-tac-toe.ts";
export { worstPayoff } from "./worst-payoff.ts";
