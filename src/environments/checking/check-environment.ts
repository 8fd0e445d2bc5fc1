import { createGenerator } from "../../random/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { requireInteger } from "../../text/require-number.ts";
import type { Environment } from "../environment.ts";
import { requireMade } from "../require-environment.ts";
import { mismatchInPlayers } from "./check-players.ts";
import { checkRestoring } from "./check-restoring.ts";
import { boundWarnings, mismatchInSpace } from "./check-space.ts";
import { checkUnseededResets } from "./check-unseeded-resets.ts";
import {
  createFindings,
  describeFinding,
  type EnvironmentReport,
  type Finding,
} from "./environment-report.ts";
import { exploreEnvironment, isEnd, type Moment, sameMoment } from "./explore-environment.ts";

/** How thoroughly to check. */
export interface CheckEnvironmentOptions {
  /** The seed of the environment, and of the random actions it is given; default 0. */
  readonly seed?: number;
  /** How many steps to take, over as many episodes as they make; default 1000. They are taken twice. */
  readonly steps?: number;
}

/**
 * Checks that an environment keeps the contract, by acting in it at random; in the spirit of Gymnasium's
 * `check_env`. It looks at the spaces; at the types and ranges of all that `reset` and `step` return; at the legal actions,
 * and at the players of a game; whether the same seed and actions give the same trajectory again, and resets without a seed
 * another one; and whether the same follows after `restore` as after `save`.
 *
 * @throws TypeError when it is given no environment, but an id, or a function that makes one
 * @returns the errors and warnings, each with the step, what was expected and what was found
 *
 * @example
 * const { errors, warnings } = checkEnvironment(corridor());
 */
export function checkEnvironment(
  environment: Environment,
  options: CheckEnvironmentOptions = {},
): EnvironmentReport {
  requireMade("checkEnvironment", environment);
  const { seed = 0, steps = 1000 } = knownOptions("checkEnvironment", options, ["seed", "steps"]);
  requireInteger("checkEnvironment: seed", seed, 0);
  requireInteger("checkEnvironment: steps", steps, 1);
  const errors = createFindings();
  const warnings = createFindings();

  for (const part of ["observationSpace", "actionSpace"] as const) {
    const mismatch = mismatchInSpace(environment[part], part, createGenerator(seed));
    if (mismatch !== undefined) errors.add(mismatch);
  }
  const players = mismatchInPlayers(environment);
  if (players !== undefined) errors.add(players);
  if (errors.list.length > 0) return { errors: errors.list, warnings: [], steps: 0, episodes: 0 };
  boundWarnings(environment.observationSpace, "observationSpace", "observation").forEach(warnings.add);
  boundWarnings(environment.actionSpace, "actionSpace", "action").forEach(warnings.add);

  const { moments, complete } = exploreEnvironment(environment, { seed, steps }, errors.add);
  if (complete) {
    const { moments: again } = exploreEnvironment(environment, { seed, steps }, () => {});
    checkReproducible(moments, again, errors.add);
    if (!moments.some(isEnd)) warnings.add(noEnd(steps));
    checkUnseededResets(environment, seed, errors.add);
    checkRestoring(environment, seed, errors.add);
  }
  return {
    errors: errors.list,
    warnings: warnings.list,
    steps: moments.at(-1)?.step ?? 0,
    episodes: moments.filter(isEnd).length,
  };
}

/**
 * Does {@link checkEnvironment}, and throws if it finds an error; the message lists all of them.
 *
 * @returns the report, which then holds warnings only
 */
export function requireSoundEnvironment(
  environment: Environment,
  options: CheckEnvironmentOptions = {},
): EnvironmentReport {
  const report = checkEnvironment(environment, options);
  if (report.errors.length === 0) return report;
  const list = report.errors.map((error) => `- ${describeFinding(error)}`).join("\n");
  throw new TypeError(`The environment breaks the contract of environments:\n${list}`);
}

function checkReproducible(
  once: readonly Moment[],
  again: readonly Moment[],
  add: (finding: Finding) => void,
): void {
  const differs = once.findIndex((moment, i) => again[i] === undefined || !sameMoment(moment, again[i]));
  if (differs < 0) return;
  const advice = "draw everything from a generator that reset({ seed }) restarts";
  if (differs === 0) {
    const expected = `the same first observation from the same seed (${advice})`;
    add({ step: 0, part: "reset", expected, found: "another one" });
  } else {
    const expected = `the same trajectory from the same seed and actions (${advice})`;
    add({ step: once[differs].step, part: "step", expected, found: "another observation, reward or flag" });
  }
}

function noEnd(steps: number): Finding {
  const found = `none in ${steps} steps (if it can go on for ever, give it a time limit)`;
  return { step: undefined, part: "episodes", expected: "an end of an episode", found };
}
