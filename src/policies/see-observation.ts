import type { Accepted } from "../environments/spaces/accepted.ts";
import { flattenObservation } from "../environments/spaces/flatten-observation.ts";
import type { Space } from "../environments/spaces/space.ts";

/**
 * Writes an observation to where a program reads it. An observation outside the bounds of a box is taken, as in training.
 *
 * @throws RangeError when its type or shape is not that of the space, or a number of it is not finite in float32
 */
export function seeObservation<Observation>(
  space: Space<Observation>,
  observation: Accepted<Observation>,
  target: Float32Array,
): void {
  const problem = flattenObservation(space, observation, target);
  if (problem === undefined) return;
  throw new RangeError(`policy: the observation is not in the observation space: ${problem}`);
}
