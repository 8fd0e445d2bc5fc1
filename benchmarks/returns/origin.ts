import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { evaluate, parametersHash, presetsFor, resolveSettings } from "../../src/runs/index.ts";
import type { Chosen } from "./entries.ts";

/** Steps of the short training that stands for the whole one: two updates or more with every entry. */
const shortSteps = 4096;

/**
 * The SHA-256, in hexadecimal, of what the results of an entry follow from: its settings, and the returns, weights and
 * evaluation of a short training with them. Results of another origin were made by an older library, or with other
 * settings.
 */
export function originOf(chosen: Chosen): string {
  const { environment, algorithm, preset, options } = settingsOf(chosen, {});
  const short = settingsOf(chosen, { seed: 1, steps: shortSteps, workers: 1 });
  const hash = sha256.create();
  const add = (value: unknown) => hash.update(utf8ToBytes(JSON.stringify(value)));
  add([presetsFor(algorithm, environment.id)[preset], options.steps]);
  for (const { steps, episodes, policy } of algorithm(environment, short.options)) {
    add([steps, episodes.count, episodes.meanReturn]);
    if (steps < shortSteps) continue;
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
