import { black, type GoPosition, scoreOf } from "../../games/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import type { SearchGame } from "./search-game.ts";

export interface GoSearchGameOptions {
  /**
   * Leaves moves that fill an own eye out; default false. For a search that a policy leads, which may hold such moves to be good
   * and no pass to be; what is then proven holds among the moves that are left.
   */
  readonly sensible?: boolean;
}

/**
 * A game of Go as a search plays it: player 0 is Black, and whoever has the larger score wins 1. Two passes end it, and it is
 * scored as it stands, so dead stones must be captured first: the search sees for itself when a pass is too early.
 *
 * @param position is searched from where it stands, and is left so; where stones are set up, the search must be cleared
 */
export function goSearchGame(position: GoPosition, options: GoSearchGameOptions = {}): SearchGame {
  const { sensible = false } = knownOptions("goSearchGame", options, ["sensible"]);
  const { points } = position;
  const mask = new Uint8Array(points + 1);
  return {
    moves: points + 1,
    get history() {
      return Array.from({ length: position.moveCount }, (_, index) => position.moveAt(index));
    },
    get movers() {
      return Array.from({ length: position.moveCount }, (_, index) => position.colorAt(index) - 1);
    },
    mover: () => (position.toPlay === black ? 0 : 1),
    isOver: () => position.isOver,
    payoff: () => Math.sign(scoreOf(position).lead),
    legalMoves(list) {
      if (sensible) position.sensibleMoves(mask);
      else position.legalMoves(mask);
      let count = 0;
      for (let move = 0; move <= points; move++) if (mask[move] === 1) list[count++] = move;
      return count;
    },
    play: (move) => position.playLegal(move),
    undo: () => position.undo(),
    isLast: (move) => move === points && position.consecutivePasses === 1,
  };
}
