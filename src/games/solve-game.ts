import type { ZeroSumGame } from "./game.ts";

/** What perfect play makes of each position. */
export interface Solution<Position> {
  /** What player 0 gets from a position on when both play perfectly. */
  value(position: Position): number;
  /** The moves of whoever is to move that keep to that value; none where the game is over. */
  bestMoves(position: Position): readonly number[];
}

/** Solves a game by minimax. Each position is looked at once, so that the game must be a small one, and must end. */
export function solveGame<Position>(game: ZeroSumGame<Position>): Solution<Position> {
  const known = new Map<string, number>();
  const value = (position: Position): number => {
    const key = game.key(position);
    const before = known.get(key);
    if (before !== undefined) return before;
    const outcomes = game.moves(position).map((move) => value(game.play(position, move)));
    const best = outcomes.length === 0 ? game.payoff(position) : bestOf(outcomes, game.mover(position));
    known.set(key, best);
    return best;
  };
  return {
    value,
    bestMoves(position) {
      const best = value(position);
      return game.moves(position).filter((move) => value(game.play(position, move)) === best);
    },
  };
}

function bestOf(outcomes: readonly number[], mover: 0 | 1): number {
  return outcomes.reduce((a, b) => (mover === 0 ? Math.max(a, b) : Math.min(a, b)));
}
