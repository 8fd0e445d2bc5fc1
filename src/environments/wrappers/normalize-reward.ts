import { arrayState, stateOf } from "../../state/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { requireFraction, requirePositive } from "../../text/require-number.ts";
import type { EnvironmentSource } from "../environment-source.ts";
import { createRunningStatistics } from "./running-statistics.ts";
import { requireOnePlayer } from "./wrapping/require-wrappable.ts";
import { type Wrapped, wrapDefinition } from "./wrapping/wrap-definition.ts";

export interface NormalizeRewardOptions {
  /** γ of the return; default 0.99. */
  readonly discount?: number;
  /** Added to the variance; default 1e-8. */
  readonly epsilon?: number;
}

/**
 * Divides rewards by the running standard deviation of the discounted return so far, √(variance + ε) of
 * R_t = γ R_{t−1} + r_t, as Gymnasium's NormalizeReward. They are not shifted. R begins at 0 in every episode; Gymnasium goes
 * on with it after an episode that was cut off, and with the last reward after one that terminated.
 *
 * Each copy has statistics of its own, which are in its checkpoints; a reset with a seed begins them anew. In trainings, the
 * option `normalizeRewards` of an algorithm is the better choice: its statistics are those of all copies together, and returns
 * are reported as they are.
 *
 * @throws RangeError if an option is out of range. `create` throws a TypeError for a game of several players.
 */
export function normalizeReward<const Source extends EnvironmentSource>(
  source: Source,
  options: NormalizeRewardOptions = {},
): Wrapped<Source> {
  const { discount = 0.99, epsilon = 1e-8 } = knownOptions("normalizeReward", options, [
    "discount",
    "epsilon",
  ]);
  requireFraction("normalizeReward: discount", discount);
  requirePositive("normalizeReward: epsilon", epsilon);
  return wrapDefinition("normalizeReward", source, [{ discount, epsilon }], (environment, owner) => {
    requireOnePlayer(owner, environment);
    const statistics = createRunningStatistics(1);
    /** The discounted return of the episode so far. */
    const returned = new Float64Array(1);
    return {
      begin(how) {
        returned[0] = 0;
        if (how?.seed !== undefined) statistics.restart();
      },
      stepped(result) {
        returned[0] = discount * returned[0] + result.reward;
        statistics.add(returned);
        return { ...result, reward: result.reward / Math.sqrt(statistics.variance[0] + epsilon) };
      },
      state: stateOf({ statistics, returned: arrayState(returned) }),
    };
  });
}
