import type { Backend } from "../../compiler/backend.ts";
import type { Trajectory } from "../../experience/index.ts";
import type { ObservationScale } from "../../policies/index.ts";
import type { Stateful } from "../../state/index.ts";
import { createRunningMoments } from "./running-moments.ts";

/** What is known of the observations that a policy has acted on. */
export interface ObservationStatistics extends Stateful {
  /** Adds the observations of a trajectory, and writes mean and 1 / deviation to where the networks read them. */
  add(trajectory: Pick<Trajectory, "observations" | "steps" | "count">): void;
}

/** Of a scale that a training began with, it is not known how many observations it is of: it counts as so many. */
const rowsOfGivenScale = 100_000;

/** A deviation below this share of the mean counts as rounding of float32, which tells 2²³ numbers apart. */
const resolution = 2 ** -22;

/** Statistics that keep a scale of a backend up to date. */
export function createObservationStatistics(
  scale: ObservationScale,
  backend: Backend<Float32Array>,
): ObservationStatistics {
  const { entries } = scale;
  const moments = createRunningMoments(entries.length);
  /** Takes what the networks go by already, as those of another training, for what is known. */
  const begin = (): void => {
    if (moments.count > 0) return;
    const [mean, inverseDeviation] = scale.statistics.map((variable) => backend.values(variable));
    if (!entries.some((isNumber, i) => isNumber === 1 && inverseDeviation[i] > 0)) return;
    const squares = Float64Array.from(inverseDeviation, (inverse) =>
      inverse > 0 ? rowsOfGivenScale / inverse ** 2 : 0,
    );
    moments.restore({ count: rowsOfGivenScale, mean: Float64Array.from(mean), squares });
  };
  const write = (): void => {
    const [mean, inverseDeviation] = scale.statistics.map((variable) => backend.values(variable));
    for (let i = 0; i < entries.length; i++) {
      if (entries[i] === 0) continue;
      const deviation = moments.deviation(i);
      const isKnown = deviation > resolution * Math.abs(moments.mean[i]);
      mean[i] = moments.mean[i];
      inverseDeviation[i] = isKnown ? 1 / deviation : 0;
    }
  };
  return {
    add({ observations, steps, count }) {
      begin();
      moments.add(observations, steps * count);
      write();
    },
    save() {
      begin();
      return moments.save();
    },
    restore(saved) {
      moments.restore(saved);
      write();
    },
  };
}
