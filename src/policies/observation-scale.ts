import type { Space } from "../environments/index.ts";
import { boxEntries } from "../environments/spaces/box-entries.ts";
import {
  clamp,
  type Expression,
  type FloatExpression,
  multiply,
  subtract,
  type Variable,
} from "../graph/index.ts";
import { type Network, once, type SavedWeights } from "../networks/index.ts";
import { weights } from "../networks/weights.ts";

/**
 * Normalizes observations where they enter a network: (x − mean) / deviation, number by number, within ±10. Both are
 * statistics of the network, not parameters: they belong to its weights, and no gradient changes them.
 *
 * Of a number whose deviation is not known yet, or is 0, the inverse is 0: the network sees 0. Entries of one-hot vectors
 * (of discrete spaces) stay as they are.
 */
export interface ObservationScale extends Network {
  readonly statistics: readonly [mean: Variable, inverseDeviation: Variable];
  /** [observationSize]: 1 for numbers of boxes, which are normalized, 0 for the others. */
  readonly entries: Uint8Array;
}

/** Beyond so many deviations all observations are the same to the network. */
const farthest = 10;

/**
 * A scale that all networks which see the same observations may share. Whoever trains them keeps its values up to date; the
 * algorithms of logpi do it with `normalizeObservations`.
 *
 * @param saved values to begin with; default: nothing is known yet
 */
export function createObservationScale(space: Space, saved?: SavedWeights): ObservationScale {
  const entries = boxEntries(space);
  const mean = weights("observations.mean", [space.size], saved);
  const inverseDeviation = weights("observations.inverseDeviation", [space.size], saved, () =>
    Float32Array.from(entries, (isNumber) => 1 - isNumber),
  );
  const apply = (observations: Expression): FloatExpression =>
    clamp(multiply(subtract(observations, mean), inverseDeviation), -farthest, farthest);
  return once({
    parameters: [],
    statistics: [mean, inverseDeviation],
    entries,
    apply,
    train: (observations) => ({ outputs: apply(observations), updates: [] }),
  });
}
