import {
  type Float64Kernels,
  float64Kernels,
  registerCount,
  registerLength,
} from "../../backends/reference/float64-kernels.ts";
import type { ScoredDraws } from "../samples/scored-draws.ts";

/**
 * A function that writes the mean of (weight − constant) · score + offset over each group of rows that follow one another.
 *
 * @param weights [rows]
 * @param constant one number for each parameter, as is `offset`
 * @param means [rows / group, parameters]
 */
export function averageWeightedScores(
  draws: ScoredDraws,
  weights: Float64Array,
  constant: Float64Array,
  offset: Float64Array,
  group: number,
  means: Float64Array,
): () => void {
  const kernels = float64Kernels(weights.length);
  const inKernels = kernels && averageInKernels(kernels, draws, weights, constant, offset, group, means);
  return inKernels ?? (() => averageHere(draws, weights, constant, offset, group, means));
}

function averageHere(
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

/** The same with the registers of the kernels, if they have room for all. */
function averageInKernels(
  { registers, averageWeighted }: Float64Kernels,
  { scores, starts }: ScoredDraws,
  weights: Float64Array,
  constant: Float64Array,
  offset: Float64Array,
  group: number,
  means: Float64Array,
): (() => void) | undefined {
  let count = 0;
  const place = (length: number) => {
    const register = count;
    count += Math.ceil(length / registerLength);
    return register;
  };
  const operands = [weights, starts, constant, offset, scores].map((values) => {
    const register = place(values.length);
    return { values, register };
  });
  const result = place(means.length);
  if (count > registerCount) return undefined;

  const at = (register: number) => registers.byteOffset + 8 * register * registerLength;
  const copies = operands.map(({ values, register }) => ({
    from: values,
    to:
      values instanceof Int32Array
        ? new Int32Array(registers.buffer, at(register), values.length)
        : new Float64Array(registers.buffer, at(register), values.length),
  }));
  const averages = new Float64Array(registers.buffer, at(result), means.length);
  const [fromWeights, fromStarts, fromConstant, fromOffset, fromScores] = operands.map(
    ({ register }) => register,
  );
  const size = constant.length;
  const groups = means.length / size;
  return () => {
    for (const { from, to } of copies) to.set(from);
    averageWeighted(
      groups,
      group,
      size,
      fromWeights,
      fromStarts,
      fromConstant,
      fromOffset,
      fromScores,
      result,
    );
    means.set(averages);
  };
}
