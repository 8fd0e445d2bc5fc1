import { maximumOf } from "../../math/extremes.ts";

/**
 * For every step, the mean return of the *other* episodes at the same time, over those that were still going on;
 * 0 where none was. Since an episode's own return is left out, the baseline does not depend on its actions, and the
 * gradient stays unbiased.
 *
 * @param starts [episodes]: where each episode begins
 * @param returns [steps]: the discounted return from each step on
 */
export function meanOfOthers(starts: Int32Array, returns: ArrayLike<number>): Float64Array {
  const steps = returns.length;
  const lengths = Array.from(starts, (start, i) => (starts[i + 1] ?? steps) - start);
  const longest = maximumOf(lengths);
  const totals = new Float64Array(longest);
  const counts = new Int32Array(longest);
  lengths.forEach((length, i) => {
    for (let t = 0; t < length; t++) {
      totals[t] += returns[starts[i] + t];
      counts[t]++;
    }
  });
  const baseline = new Float64Array(steps);
  lengths.forEach((length, i) => {
    for (let t = 0; t < length; t++) {
      const at = starts[i] + t;
      baseline[at] = counts[t] > 1 ? (totals[t] - returns[at]) / (counts[t] - 1) : 0;
    }
  });
  return baseline;
}
