import { areaOwners, black, empty, type GoRules } from "../../games/go/index.ts";
import type { GameCollection } from "./game-collection.ts";
import { createReplay } from "./replay.ts";

/** Whose the points were when games ended. */
export interface Endings {
  /** `[count, points]`: 1 for a point of Black's, −1 for one of White's, 0 for nobody's, and wherever it is not known. */
  readonly owners: Int8Array;
  /** `[count]`: 1 for games of which it is known. */
  readonly known: Uint8Array;
}

/**
 * Whose each point is at the end of games, by area. It is known of games that two passes ended, if the area of what was then on
 * the board, and the game's own komi, make the winner who the game says it is: not of a game that was resigned or broken off, nor
 * of one that dead stones on the board would give to the other.
 *
 * @param rules by which the games are played again
 */
export function endingsOf(games: GameCollection, rules: GoRules): Endings {
  const { count, starts, moves, outcomes, komis } = games;
  const points = rules.columns * rules.rows;
  const replay = createReplay(games, rules);
  const owners = new Int8Array(count * points);
  const known = new Uint8Array(count);
  const area = new Uint8Array(points);
  for (let game = 0; game < count; game++) {
    const end = starts[game + 1];
    const plies = end - starts[game] - 2;
    if (plies < 0 || moves[end - 1] >> 1 !== points || moves[end - 2] >> 1 !== points) continue;
    areaOwners(replay(game, plies).stones, rules, area);
    const signs = owners.subarray(game * points, (game + 1) * points);
    let lead = -komis[game];
    for (let point = 0; point < points; point++) {
      signs[point] = area[point] === empty ? 0 : area[point] === black ? 1 : -1;
      lead += signs[point];
    }
    if (Math.sign(lead) === outcomes[game]) known[game] = 1;
    else signs.fill(0);
  }
  return { owners, known };
}
