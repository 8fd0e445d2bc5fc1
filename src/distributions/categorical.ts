import {
  argMax,
  cumulativeSum,
  type Expression,
  exp,
  less,
  logSoftmax,
  multiply,
  negate,
  pick,
  select,
  slice,
  subtract,
  sum,
  toInt,
} from "../graph/index.ts";
import type { Density } from "./density.ts";

export interface Categorical extends Density {
  /** Logarithms of the probabilities: [batch, categories]. */
  readonly logProbs: Expression;
}

/** Stands for −∞ in the logits of what is illegal: its probability is 0, and 0 · log 0 stays 0. */
const impossible = -1e9;

/**
 * One of several categories with probabilities softmax(logits).
 *
 * @param logits [batch, categories]
 * @param legal [batch, categories], 0 where a category cannot occur; default: all can
 */
export function categorical(logits: Expression, legal?: Expression): Categorical {
  const [batch, categories] = logits.shape as [number, number];
  const logProbs = logSoftmax(legal === undefined ? logits : select(legal, logits, impossible));
  const probabilities = exp(logProbs);
  return {
    logProbs,
    logProb: (values) => pick(logProbs, values),
    entropy: () => negate(sum(multiply(probabilities, logProbs), { axis: -1 })),
    kl: (other) => sum(multiply(probabilities, subtract(logProbs, other.logProbs)), { axis: -1 }),
    mode: () => argMax(logProbs),
    noise: { kind: "uniform", shape: [batch, 1] },
    // The first category at which the running sum reaches u · total: with u in (0, 1] it has a probability above 0.
    sample: (uniform) => {
      const reached = cumulativeSum(probabilities);
      const total = slice(reached, 1, categories - 1, categories);
      return toInt(sum(less(reached, multiply(uniform, total)), { axis: -1 }));
    },
  };
}
