import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { evaluate, parametersHash, presetsFor, resolveSettings } from "../../src/runs/index.ts";
import type { Chosen } from "./entries.ts";

/** Steps of the short training that stands for the whole one: an update or more with every entry. */
const shortSteps = 4096;
/** The same of algorithms with a replay, which take a gradient step or so for each step, once learning has begun. */
const shortStepsOfLearning = 256;

/**
 * The SHA-256, in hexadecimal, of what the results of an entry follow from: its settings, and the returns, weights and
 * evaluation of a short training with them. Results of another origin were made by an older library, or with other
 * settings.
 */
export function originOf(chosen: Chosen): string {
  const { environment, algorithm, preset, options } = settingsOf(chosen, {});
  const { startSteps } = options as { readonly startSteps?: number };
  const steps = startSteps === undefined ? shortSteps : startSteps + shortStepsOfLearning;
  // The native backend has other bits on other machines, and need not be there.
  const short = settingsOf(chosen, { seed: 1, steps, workers: 1, backend: "wasm" });
  const hash = sha256.create();
  const add = (value: unknown) => hash.update(utf8ToBytes(JSON.stringify(value)));
  const backend = options.backend === "native" ? [options.backend] : [];
  add([presetsFor(algorithm, environment.id)[preset], options.steps, ...backend]);
  for (const { steps: done, episodes, policy } of algorithm(environment, short.options)) {
    add([done, episodes.count, episodes.meanReturn]);
    if (done < steps) continue;
    add([parametersHash(policy), evaluate(policy, environment, { episodes: 5 }).returns]);
  }
  return bytesToHex(hash.digest());
}

/** The complete settings of an entry, with some options in the place of its own. */
export function settingsOf(
  { environment, algorithm, preset, options: own }: Chosen,
  options: Readonly<Record<string, unknown>>,
) {
  return resolveSettings({
    ...{ environment, algorithm, options: { ...own, ...options } },
    ...(preset !== undefined && { preset }),
  });
}
