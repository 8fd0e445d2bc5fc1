import { black, type GoPosition, scoreOf } from "../../games/index.ts";
import type { SearchGame } from "./search-game.ts";

/**
 * A game of Go as a search plays it: player 0 is Black, and whoever has the larger score wins 1. Two passes end it, and it is
 * scored as it stands, so dead stones must be captured first: the search sees for itself when a pass is too early.
 *
 * @param position is searched from where it stands, and is left so; where stones are set up, the search must be cleared
 */
export function goSearchGame(position: GoPosition): SearchGame {
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
      position.legalMoves(mask);
      let count = 0;
      for (let move = 0; move <= points; move++) if (mask[move] === 1) list[count++] = move;
      return count;
    },
    play: (move) => position.playLegal(move),
    undo: () => position.undo(),
    isLast: (move) => move === points && position.consecutivePasses === 1,
  };
}
