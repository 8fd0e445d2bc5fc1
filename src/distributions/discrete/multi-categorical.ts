import {
  add,
  concatenate,
  type Expression,
  type FloatExpression,
  reshape,
  slice,
} from "../../graph/index.ts";
import { formatShape } from "../../graph/shape.ts";
import { defineDensity } from "../define-density.ts";
import type { Density } from "../density.ts";
import { entryOf } from "../parameters/entry-of.ts";
import { type Categorical, categorical, checkLegal } from "./categorical.ts";

export interface MultiCategorical extends Density {
  readonly name: "multiCategorical";
  /** One density for each entry of the values. */
  readonly parts: readonly Categorical[];
}

/**
 * Several independent choices: values are vectors of indices, entry i from 0 to counts[i] − 1.
 *
 * @param logits [...batch, Σ counts]: those of each choice, one after another
 * @param counts how many categories each choice has
 * @param legal of the shape of the logits, 0 where a category cannot occur; default: all can
 * @throws RangeError when the counts do not sum to the last extent of the logits, or a known row of `legal` leaves a choice
 * nothing
 */
export function multiCategorical(
  logits: Expression,
  counts: readonly number[],
  legal?: Expression,
): MultiCategorical {
  const width = counts.reduce((total, count) => total + count, 0);
  if (width !== logits.shape.at(-1) || !counts.every((count) => Number.isInteger(count) && count > 0)) {
    throw new RangeError(
      `multiCategorical: counts are [${counts.join(", ")}] and logits have shape ${formatShape(logits.shape)}; counts must ` +
        "be whole numbers above 0 that sum to the last extent",
    );
  }
  if (legal !== undefined) checkLegal("multiCategorical", legal, counts);
  let start = 0;
  const parts = counts.map((count) => {
    const own = (x: Expression) => slice(x, -1, start, start + count);
    const part = categorical(own(logits), legal && own(legal));
    start += count;
    return part;
  });
  const total = (of: (part: Categorical, index: number) => FloatExpression) => parts.map(of).reduce(add);
  const joined = (of: (part: Categorical, index: number) => Expression) =>
    concatenate(
      parts.map(of).map((x) => reshape(x, [...x.shape, 1])),
      -1,
    );
  const { batchShape } = parts[0]!;
  return defineDensity<MultiCategorical>({
    name: "multiCategorical",
    parameters: Object.fromEntries(
      parts.map(({ parameters }, index) => [`logProbs${index}`, parameters.logProbs]),
    ),
    parts,
    batchShape,
    eventShape: [counts.length],
    discrete: true,
    dtype: "int",
    support: { kind: "integers", low: 0, high: counts.map((count) => count - 1) },
    logProb: (values) => total((part, index) => part.logProb(entryOf(values, index))),
    entropy: () => total((part) => part.entropy()),
    kl: (other) => total((part, index) => part.kl(other.parts[index])),
    mean: () => joined((part) => part.mean()) as FloatExpression,
    variance: () => joined((part) => part.variance()) as FloatExpression,
    mode: () => joined((part) => part.mode()),
    noise: { kind: "uniform", shape: [...batchShape, counts.length] },
    pathwise: false,
    sample: (uniform) => joined((part, index) => part.sample(slice(uniform, -1, index, index + 1))),
  });
}
