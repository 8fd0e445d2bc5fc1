import type { GoPosition } from "../../games/go/index.ts";
import type { Generator } from "../../random/index.ts";
import { gamesTowardsTheEnd } from "../players/rollouts.ts";

/** Games that are played on from a position, to see whether it is decided. */
const onwardGames = 32;

/**
 * Tells at turns of a game who has won it: 1 Black, −1 White, 0 where that is open. It is decided where at two turns in a row
 * the mean outcome of random games on is `decidedAt` and more for the same player. At the beginning it never is.
 */
export function createVerdict(position: GoPosition, generator: Generator, decidedAt: number): () => number {
  const onwards = gamesTowardsTheEnd(position, generator, { games: onwardGames });
  let ahead = 0;
  return () => {
    if (position.moveCount < position.points / 4) return 0;
    const mean = onwards.play();
    const before = ahead;
    ahead = Math.abs(mean) >= decidedAt ? Math.sign(mean) : 0;
    return ahead === before ? ahead : 0;
  };
}
