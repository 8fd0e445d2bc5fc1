/** What was measured in a run, in the order of `at`. */
export interface Measured {
  /** Environment steps. */
  readonly at: readonly number[];
  readonly values: readonly number[];
  /** How much each value counts in a mean, such as the number of episodes that it is of itself. */
  readonly weights: readonly number[];
}

/**
 * A run's values at any step: the weighted mean over half a window to both sides, ∫ w v / ∫ w, where w and w v go linearly
 * from one measurement to the next. NaN outside of what was measured.
 */
export function smoothed({ at, values, weights }: Measured, window: number): (step: number) => number {
  const numerator = createIntegral(
    at,
    values.map((value, i) => value * weights[i]),
  );
  const denominator = createIntegral(at, weights);
  const [first, last] = [at[0], at[at.length - 1]];
  return (step) => {
    if (!(step >= first && step <= last)) return Number.NaN;
    const from = Math.max(first, step - window / 2);
    const to = Math.min(last, step + window / 2);
    return numerator.mean(from, to) / denominator.mean(from, to);
  };
}

/** Means over stretches of what is linear between measurements. */
function createIntegral(at: readonly number[], values: readonly number[]) {
  /** Up to each measurement. */
  const areas = new Float64Array(at.length);
  for (let i = 1; i < at.length; i++) {
    areas[i] = areas[i - 1] + ((at[i] - at[i - 1]) * (values[i] + values[i - 1])) / 2;
  }
  const valueAt = (i: number, step: number): number => {
    const width = at[i] - at[i - 1];
    return width > 0 ? values[i - 1] + ((step - at[i - 1]) / width) * (values[i] - values[i - 1]) : values[i];
  };
  const upTo = (step: number): number => {
    const i = Math.max(1, firstFrom(at, step));
    return areas[i - 1] + ((step - at[i - 1]) * (values[i - 1] + valueAt(i, step))) / 2;
  };
  return {
    mean(from: number, to: number): number {
      if (at.length === 1) return values[0];
      if (to > from) return (upTo(to) - upTo(from)) / (to - from);
      return valueAt(Math.max(1, firstFrom(at, from)), from);
    },
  };
}

/** The index of the first number that is not below a limit. */
function firstFrom(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
