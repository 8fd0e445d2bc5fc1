import { knownOptions, noSuchOption, requireOptionsObject } from "../text/known-options.ts";
import { OptionsError } from "../text/options-error.ts";
import { requireInteger } from "../text/require-number.ts";
import type { ResetOptions } from "./environment.ts";

/**
 * Refuses what is no way to begin an episode, as `reset(42)`, which would take no seed.
 *
 * @throws OptionsError for what is no record of options, or has unknown names; RangeError for what is no seed
 */
export function checkResetOptions(options: ResetOptions | undefined): void {
  if (options === undefined) return;
  requireOptionsObject("reset", options, "{ seed: 1 }");
  const { seed } = knownOptions("reset", options, ["seed", "options"]);
  if (seed !== undefined) requireInteger("reset: seed", seed, 0);
}

/** The same for an environment that has no options of its own. */
export function checkSeedOnly(options: ResetOptions | undefined): void {
  checkResetOptions(options);
  const [own] = Object.keys(options?.options ?? {});
  if (own !== undefined) throw new OptionsError([noSuchOption("reset: options", own, [])]);
}
