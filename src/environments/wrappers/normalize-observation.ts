import { knownOptions } from "../../text/known-options.ts";
import { requireFlag } from "../../text/require-flag.ts";
import { requirePositive } from "../../text/require-number.ts";
import type { EnvironmentSource } from "../environment-source.ts";
import type { NumberArray } from "../spaces/accepted.ts";
import { box } from "../spaces/box.ts";
import {
  createRunningStatistics,
  explainStatistics,
  type Statistics,
  summaryOf,
} from "./running-statistics.ts";
import { observing } from "./transform-observation.ts";
import { requireBox } from "./wrapping/require-wrappable.ts";
import { type Wrapped, wrapDefinition } from "./wrapping/wrap-definition.ts";

export interface NormalizeObservationOptions {
  /** What is known of observations already, such as {@link observationStatistics} of a checkpoint; default: nothing. */
  readonly statistics?: Statistics;
  /** Whether each observation is added to the statistics; default true. False freezes them, as for an evaluation. */
  readonly update?: boolean;
  /** Added to the variance; default 1e-8. */
  readonly epsilon?: number;
}

/** Its state is found by this name in checkpoints. */
export const normalizeObservationName = "normalizeObservation";

/**
 * Shows (x − mean) / √(variance + ε) in the place of each number x of an observation, with mean and variance of all that was
 * seen so far, the present one included, as Gymnasium's NormalizeObservation.
 *
 * Each copy has statistics of its own, which are in its checkpoints, and a reset with a seed begins them anew: so the same
 * seed gives the same episodes, whatever was played before, and with any number of copies and workers. A policy that was
 * trained on them is therefore to be evaluated with the statistics of its training, frozen. In trainings, the option
 * `normalizeObservations` of an algorithm is the better choice: its statistics are those of all copies together, and a part
 * of the policy.
 *
 * @throws RangeError if an option is out of range, TypeError unless `update` is true or false. `create` throws a TypeError
 *   unless observations are a box, and a RangeError for statistics of other observations.
 */
export function normalizeObservation<const Source extends EnvironmentSource>(
  source: Source,
  options: NormalizeObservationOptions = {},
): Wrapped<Source, Float32Array> {
  const names = ["statistics", "update", "epsilon"] as const;
  const {
    statistics: given,
    update = true,
    epsilon = 1e-8,
  } = knownOptions("normalizeObservation", options, names);
  requireFlag("normalizeObservation: update", update);
  requirePositive("normalizeObservation: epsilon", epsilon);
  requireStatistics("normalizeObservation", given);
  return wrapDefinition(
    normalizeObservationName,
    source,
    [{ update, epsilon, ...(given && { statistics: summaryOf(given) }) }],
    (environment, owner) => {
      const { size, shape } = requireBox(owner, "observationSpace", environment);
      requireStatistics(owner, given, size);
      const statistics = createRunningStatistics(size, given);
      const { mean, variance } = statistics;
      return {
        ...observing(
          (observation) => {
            const seen = observation as NumberArray;
            if (update) statistics.add(seen);
            return Float32Array.from(seen, (each, i) => (each - mean[i]) / Math.sqrt(variance[i] + epsilon));
          },
          box({ low: -Infinity, high: Infinity, shape }),
        ),
        begin(how) {
          if (how?.seed !== undefined) statistics.restart();
        },
        state: statistics,
      };
    },
  );
}

function requireStatistics(owner: string, given: Statistics | undefined, columns?: number): void {
  const problem = given === undefined ? undefined : explainStatistics(given, columns);
  if (problem !== undefined) throw new RangeError(`${owner}: statistics: ${problem}`);
}
