import { requireInteger } from "../text/require-number.ts";
import { valueInText } from "../text/value-in-text.ts";

/** What says how many players there are, of an environment and of a batch alike. */
interface WithPlayers {
  readonly players?: number;
  readonly currentPlayer?: unknown;
}

/**
 * How many players an environment has: 1 unless it says otherwise.
 *
 * @param name what to call it in messages
 * @throws RangeError unless it is a whole number from 1; TypeError for several players of whom nobody says who is to move,
 *   or the reverse
 */
export function playersOf({ players, currentPlayer }: WithPlayers, name: string): number {
  if (players === undefined) {
    if (currentPlayer === undefined) return 1;
    throw new TypeError(
      `${name}: it has currentPlayer, which games of several players have, and does not say how many players there are. ` +
        "Add players, as in players: 2.",
    );
  }
  requireInteger(`${name}: players`, players, 1);
  if (players > 1 && typeof currentPlayer !== "function") {
    throw new TypeError(
      `${name}: players is ${players}, so currentPlayer() is needed, which says who is to move.`,
    );
  }
  return players;
}

/** Why a number is no player ("expected …, found …"), or `undefined` when it is one. */
export function explainPlayer(player: unknown, players: number): string | undefined {
  if (Number.isInteger(player) && (player as number) >= 0 && (player as number) < players) return undefined;
  return `expected a whole number from 0 to ${players - 1}, found ${valueInText(player)}`;
}
