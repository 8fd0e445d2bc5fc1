import type { BackendName } from "../../backends/index.ts";
import { type BoardSize, boardSymmetries } from "../../games/go/index.ts";
import { didYouMean } from "../../text/did-you-mean.ts";
import { quoted } from "../../text/printable.ts";
import type { GoNetworks } from "./go-networks.ts";
import { loadNetworks } from "./load-networks.ts";
import { networkSearch } from "./network-search.ts";
import type { GoPlayer } from "./player.ts";
import { policyPlayer } from "./policy-player.ts";
import { randomPlayer } from "./random-player.ts";
import { searchPlayer } from "./search-player.ts";

/** A player that was named. */
export interface NamedPlayer {
  readonly player: GoPlayer;
  /** The only board that it plays on; undefined where it plays on all. */
  readonly board?: BoardSize | undefined;
}

const names = ["random", "search"];
const defaultSimulations = 1000;

/** What a name may end with: simulations or a temperature. */
const ending = /^(.*?)(?::(\d{1,9})|@(\d+(?:\.\d+)?))?$/s;

/** One or two networks. */
const networks = /^(.+?\.safetensors(?:#[^#/+]*)?)(?:\+(.+\.safetensors(?:#[^#/+]*)?))?$/s;

/** The parts of a player's name, undefined where they are missing; `policy` and `value` are what networks are named by. */
export interface PlayerName {
  readonly name: string;
  readonly policy: string | undefined;
  readonly value: string | undefined;
  readonly simulations: string | undefined;
  readonly temperature: string | undefined;
}

/** Takes a player's name apart, without a look at whether there is such a player. */
export function splitPlayerName(text: string): PlayerName {
  const [, name = "", simulations, temperature] = ending.exec(text) ?? [];
  const [, policy, value] = networks.exec(name) ?? [];
  return { name, policy, value, simulations, temperature };
}

/**
 * A player by its name:
 *
 * - `random`
 * - `search`, or `search:400` with 400 simulations for each move; default 1,000
 * - `FILE.safetensors`: a policy of an environment of Go, which plays the move that is most probable in the mean over the
 *   symmetries of the board
 * - `FILE.safetensors@0.25`: the same with moves drawn at a temperature
 * - `FILE.safetensors:400`: a search that the policy leads, with random games
 * - `FILE.safetensors+VALUE.safetensors:400`: the same, with a value network in the place of random games
 *
 * A file of `logpi go model` has several networks. The policy that was reinforced plays; the one that is better to search by
 * leads a search, with the value network. `FILE.safetensors#NAME` is one of them by its name, as if it were alone in a file.
 *
 * @param backend what networks compute with; default native where it is built, or else wasm
 * @param found the networks that it goes by, for those who have read them already; default: they are read
 * @throws RangeError if there is no such player; Error if a file cannot be read, or has another network
 */
export function namedPlayer(
  text: string,
  backend?: BackendName,
  found = networksOfPlayer(text, backend),
): NamedPlayer {
  const { name, simulations, temperature } = splitPlayerName(text);
  if (found !== undefined) {
    if (simulations === undefined) return byPolicy(found, Number(temperature ?? 0));
    return { board: found.board, player: networkSearch(found, Number(simulations)) };
  }
  if (name === "search" && temperature === undefined) {
    return { player: searchPlayer({ simulations: Number(simulations ?? defaultSimulations) }) };
  }
  if (name === "random" && simulations === undefined && temperature === undefined)
    return { player: randomPlayer() };
  if (names.includes(name))
    throw new RangeError(`the player ${name} has no ${quoted(text.slice(name.length))}; leave it out`);
  const hint = didYouMean(name, names, `The players are ${names.join(", ")}, or the file of a policy.`);
  throw new RangeError(`there is no player ${quoted(text, 60)}. ${hint}`);
}

/**
 * The networks that a player of a name goes by, which {@link namedPlayer} reads; undefined for one that knows nothing but the rules.
 *
 * @throws Error if a file cannot be read, or has another network
 */
export function networksOfPlayer(text: string, backend?: BackendName): GoNetworks | undefined {
  const { policy, value, simulations } = splitPlayerName(text);
  if (policy === undefined) return undefined;
  return loadNetworks(policy, { value, search: simulations !== undefined, backend });
}

function byPolicy({ policy, board, features, valueFunction }: GoNetworks, temperature: number): NamedPlayer {
  const value = valueFunction && { valueFunction };
  const symmetries = temperature === 0 ? boardSymmetries(board).length : 1; // what is drawn is drawn from π itself
  return { board, player: policyPlayer(policy, { features, ...value, symmetries, temperature }) };
}
