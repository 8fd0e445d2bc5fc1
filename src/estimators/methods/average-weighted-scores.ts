import type { ScoredDraws } from "../samples/scored-draws.ts";

/**
 * Writes the mean of (weight − constant) · score + offset over each group of rows that follow one another.
 *
 * @param weights [rows]
 * @param constant one number for each parameter, as is `offset`
 * @param means [rows / group, parameters]
 */
export function averageWeightedScores(
  { scores, starts }: ScoredDraws,
  weights: Float64Array,
  constant: Float64Array,
  offset: Float64Array,
  group: number,
  means: Float64Array,
): void {
  const size = constant.length;
  for (let at = 0, start = 0; at < means.length; at += size, start += group) {
    for (let i = 0; i < size; i++) {
      const less = constant[i];
      const more = offset[i];
      let sum = 0;
      for (let row = start; row < start + group; row++) {
        sum += (weights[row] - less) * scores[starts[row] + i] + more;
      }
      means[at + i] = sum / group;
    }
  }
}
