import { didYouMean } from "../../text/did-you-mean.ts";
import { quoted } from "../../text/printable.ts";
import type { GoPlayer } from "./player.ts";
import { randomPlayer } from "./random-player.ts";
import { searchPlayer } from "./search-player.ts";

/** Players that know nothing but the rules, by name; those that search are told how many simulations a move has. */
const players: Readonly<
  Record<string, { readonly searches: boolean; create(simulations: number): GoPlayer }>
> = {
  random: { searches: false, create: randomPlayer },
  search: { searches: true, create: searchPlayer },
};

const defaultSimulations = 1000;

export const playerNames: readonly string[] = Object.keys(players);

/**
 * A player by its name: "random", "search", or with the simulations of a move, "search:400"; default 1,000.
 *
 * @throws RangeError if there is no such player
 */
export function namedPlayer(text: string): GoPlayer {
  const [, name, digits] = /^([^:]*)(?::(\d{1,9}))?$/.exec(text) ?? [];
  const player = Object.hasOwn(players, name ?? "") ? players[name] : undefined;
  if (player === undefined) {
    const hint = didYouMean(name ?? text, playerNames, `The players are ${playerNames.join(", ")}.`);
    throw new RangeError(`there is no player ${quoted(text, 40)}. ${hint}`);
  }
  if (digits !== undefined && !player.searches) {
    throw new RangeError(`the player ${name} does not search; leave out ":${digits}"`);
  }
  return player.create(digits === undefined ? defaultSimulations : Number(digits));
}
