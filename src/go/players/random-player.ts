import { createRandomPlayout } from "../../games/go/index.ts";
import type { GoPlayer } from "./player.ts";

/**
 * Plays each legal move that does not fill an eye of its own equally often, and passes where there is none. The weakest player
 * whose games end.
 */
export function randomPlayer(): GoPlayer {
  return ({ position, generator }) => {
    if (position.isOver) return position.pass;
    createRandomPlayout(position, generator)(position, 1);
    const move = position.lastMove;
    position.undo();
    return move;
  };
}
