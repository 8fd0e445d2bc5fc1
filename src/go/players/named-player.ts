import type { BoardSize, GoPosition } from "../../games/go/index.ts";
import { didYouMean } from "../../text/did-you-mean.ts";
import { quoted } from "../../text/printable.ts";
import { goEvaluator } from "../search/index.ts";
import { loadNetworks } from "./load-networks.ts";
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

/** One or two files of networks. */
const files = /^(.+?\.safetensors)(?:\+(.+\.safetensors))?$/s;

/**
 * A player by its name:
 *
 * - `random`
 * - `search`, or `search:400` with 400 simulations for each move; default 1,000
 * - `FILE.safetensors`: a policy of an environment of Go, which plays the move that is most probable
 * - `FILE.safetensors@0.25`: the same with moves drawn at a temperature
 * - `FILE.safetensors:400`: a search that the policy leads, with random games
 * - `FILE.safetensors+VALUE.safetensors:400`: the same, with a value network in the place of random games
 *
 * @throws RangeError if there is no such player; Error if a file cannot be read, or has another network
 */
export function namedPlayer(text: string): NamedPlayer {
  const [, name = "", simulations, temperature] = ending.exec(text) ?? [];
  const [, policyPath, valuePath] = files.exec(name) ?? [];
  if (policyPath !== undefined) return byNetworks(policyPath, valuePath, simulations, temperature);
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

function byNetworks(
  policyPath: string,
  valuePath: string | undefined,
  simulations: string | undefined,
  temperature = "0",
): NamedPlayer {
  const { policy, board, ...rest } = loadNetworks(policyPath, valuePath);
  const { features, valueFunction } = rest;
  if (simulations === undefined) {
    const given = valueFunction && { valueFunction };
    return { board, player: policyPlayer(policy, { features, ...given, temperature: Number(temperature) }) };
  }
  const evaluator = (position: GoPosition) => goEvaluator(position, policy, rest);
  const rollouts = valueFunction ? 0 : 1;
  return { board, player: searchPlayer({ simulations: Number(simulations), evaluator, rollouts }) };
}
