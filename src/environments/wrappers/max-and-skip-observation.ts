import { requireInteger } from "../../text/require-number.ts";
import type { EnvironmentSource } from "../environment-source.ts";
import type { NumberArray } from "../spaces/accepted.ts";
import { stepRepeatedly } from "./repeat-action.ts";
import { requireBox, requireRepeatable } from "./wrapping/require-wrappable.ts";
import { whenAnswered } from "./wrapping/when-answered.ts";
import { type Wrapped, wrapDefinition } from "./wrapping/wrap-definition.ts";

/**
 * Takes every action several times, as {@link repeatAction} does, and shows the larger one of the last two observations,
 * number by number, as Gymnasium's MaxAndSkipObservation: for screens on which things flicker, shown in every other frame
 * only (Mnih et al. 2015). Where an episode ends before the last of these steps, its own last two are shown, or the only one;
 * Gymnasium takes those of the last two of all `skip` steps, and older ones where these were not reached, so that the final
 * observation may not be in what it shows.
 *
 * @param skip how often, at least twice; 4 in the paper, and by default
 * @throws RangeError if `skip` is no integer from 2. `create` throws a TypeError unless observations are a box, for a game of
 *   several players, or an environment with masks of legal actions.
 */
export function maxAndSkipObservation<const Source extends EnvironmentSource>(
  source: Source,
  skip = 4,
): Wrapped<Source> {
  requireInteger("maxAndSkipObservation: skip", skip, 2);
  return wrapDefinition(
    "maxAndSkipObservation",
    source,
    [skip],
    (environment, owner) => {
      requireBox(owner, "observationSpace", environment);
      requireRepeatable(owner, environment);
      return {
        step(action) {
          let before: Float32Array | undefined;
          let last: Float32Array | undefined;
          const stepped = stepRepeatedly(environment, action, skip, ({ observation }) => {
            before = last;
            last = Float32Array.from(observation as NumberArray); // the environment may write over its own
          });
          return whenAnswered(stepped, (result) => ({ ...result, observation: larger(last!, before) }));
        },
      };
    },
    (maxEpisodeSteps) => Math.ceil(maxEpisodeSteps / skip),
  );
}

function larger(last: Float32Array, before: Float32Array | undefined): Float32Array {
  return before ? last.map((each, i) => Math.max(each, before[i])) : last;
}
