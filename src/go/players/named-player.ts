import type { Box } from "../../environments/index.ts";
import {
  alphaGoFeatures,
  type BoardSize,
  boardFeatures,
  type GoFeature,
  planesOfFeatures,
} from "../../games/go/index.ts";
import { loadPolicy, type Policy } from "../../policies/index.ts";
import { didYouMean } from "../../text/did-you-mean.ts";
import { quoted } from "../../text/printable.ts";
import { nodeModule } from "../../workers/index.ts";
import { goEvaluator } from "../search/index.ts";
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

/**
 * A player by its name:
 *
 * - `random`
 * - `search`, or `search:400` with 400 simulations for each move; default 1,000
 * - `FILE.safetensors`: a policy of an environment of Go, which plays the move that is most probable
 * - `FILE.safetensors@0.25`: the same with moves drawn at a temperature
 * - `FILE.safetensors:400`: a search that the policy leads, with random games
 *
 * @throws RangeError if there is no such player; Error if the file cannot be read, or has no policy of Go
 */
export function namedPlayer(text: string): NamedPlayer {
  const [, name = "", simulations, temperature] = /^(.*?)(?::(\d{1,9})|@(\d+(?:\.\d+)?))?$/s.exec(text) ?? [];
  if (name.endsWith(".safetensors")) return fromFile(name, simulations, temperature);
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

function fromFile(
  path: string,
  simulations: string | undefined,
  temperature: string | undefined,
): NamedPlayer {
  const policy = readPolicy(path);
  const { board, features } = boardOf(policy, path);
  if (simulations === undefined) {
    return { board, player: policyPlayer(policy, { features, temperature: Number(temperature ?? 0) }) };
  }
  const evaluator = (position: Parameters<typeof goEvaluator>[0]) =>
    goEvaluator(position, policy, { features });
  return { board, player: searchPlayer({ simulations: Number(simulations), evaluator, rollouts: 1 }) };
}

function readPolicy(path: string): Policy {
  const fs = nodeModule("node:fs");
  if (fs === undefined) throw new Error(`${path} cannot be read: there are no files here`);
  try {
    return loadPolicy(fs.readFileSync(path));
  } catch (cause) {
    throw new Error(`${path} cannot be read as a policy: ${(cause as Error).message}`, { cause });
  }
}

/** What a policy sees is known by how much it is. */
function boardOf({ observationSpace, actionSpace }: Policy, path: string) {
  const shape = observationSpace.kind === "box" ? (observationSpace as unknown as Box).shape : [];
  const [rows, columns, channels] = shape;
  const planes = (features: readonly GoFeature[]) =>
    features.reduce((sum, name) => sum + planesOfFeatures[name], 0);
  const features = [boardFeatures, alphaGoFeatures].find((features) => planes(features) === channels);
  if (features !== undefined && actionSpace.size === rows * columns + 1)
    return { board: { columns, rows }, features };
  throw new Error(
    `${path} is no policy of Go: it sees ${observationSpace.kind} [${shape}] and has ${actionSpace.size} actions. A policy of ` +
      `Go-9x9-v0 sees box [9,9,${planes(boardFeatures)}] and has 82`,
  );
}
