import type { ZeroSumGame } from "../../games/index.ts";
import { requireInteger } from "../../text/require-number.ts";
import { valueInText } from "../../text/value-in-text.ts";

/**
 * A game of two players as a search plays it: one position, which moves change in place and `undo` restores. What one player
 * wins the other loses.
 */
export interface SearchGame {
  /** How many moves there are in the game: they are numbered from 0. */
  readonly moves: number;
  /** The moves played since the start, which tell positions apart: a tree is kept where they go on from its root. */
  readonly history: ArrayLike<number>;
  /** Who played each of them; default: the moves alone tell. */
  readonly movers?: ArrayLike<number>;
  /** Who is to move: 0, who began, or 1. */
  mover(): 0 | 1;
  isOver(): boolean;
  /** What player 0 gets where the game is over, from −1 to 1; player 1 gets the opposite. */
  payoff(): number;
  /** Writes the legal moves, in ascending order, and returns how many; at least one unless the game is over. */
  legalMoves(list: Int32Array): number;
  play(move: number): void;
  /** Takes back the last move. */
  undo(): void;
  /**
   * Whether a legal move ends the game, where that is known without playing it, such as a pass behind a pass. The search sees
   * what such a move leads to as soon as it sees the position. Default: it finds out when it plays the move.
   */
  isLast?(move: number): boolean;
}

/**
 * A game of immutable positions as one that a search plays.
 *
 * @param moves how many moves there are in the game
 * @param start default: the game's own
 * @throws RangeError for a number of moves that is none; and, in a search, at a legal move that is not below it
 */
export function searchGameOf<Position>(
  game: ZeroSumGame<Position>,
  moves: number,
  start = game.start,
): SearchGame & { readonly position: Position } {
  requireInteger("searchGameOf: moves", moves, 1);
  const positions = [start];
  const history: number[] = [];
  const current = () => positions[positions.length - 1];
  return {
    ...{ moves, history },
    get position() {
      return current();
    },
    mover: () => game.mover(current()),
    isOver: () => game.moves(current()).length === 0,
    payoff: () => game.payoff(current()),
    legalMoves(list) {
      const legal = game.moves(current());
      for (let index = 0; index < legal.length; index++) {
        const move = legal[index];
        if (!(Number.isInteger(move) && move >= 0 && move < moves)) {
          throw new RangeError(
            `searchGameOf: a legal move is ${valueInText(move)}; of ${moves} moves it must be an integer from 0 to ${moves - 1}`,
          );
        }
        list[index] = move;
      }
      return legal.length;
    },
    play(move) {
      positions.push(game.play(current(), move));
      history.push(move);
    },
    undo() {
      positions.pop();
      history.pop();
    },
  };
}
