import {
  argMax,
  cumulativeSum,
  type Expression,
  exp,
  type FloatExpression,
  less,
  logSoftmax,
  multiply,
  negate,
  select,
  slice,
  subtract,
  sum,
  toInt,
} from "../graph/index.ts";
import { constantValues } from "./constant-values.ts";
import { defineDensity } from "./define-density.ts";
import type { Density } from "./density.ts";
import { indexMean, indexVariance } from "./index-moments.ts";
import { parameter } from "./parameters.ts";
import { pickEach } from "./pick-each.ts";

export interface Categorical extends Density {
  readonly name: "categorical";
  readonly parameters: {
    /** Logarithms of the probabilities: [...batch, categories]. */
    readonly logProbs: FloatExpression;
  };
}

/** Stands for −∞ in the logits of what is illegal: its probability is 0, and 0 · log 0 stays 0. */
const impossible = -1e9;

/**
 * One of several categories with probabilities softmax(logits). Values are indices from 0; one outside the categories
 * stops the run. Moments are those of the index.
 *
 * @param logits [...batch, categories]
 * @param legal of the same shape, 0 where a category cannot occur; default: all can. Its log-probability is then about
 * −10⁹ in the place of −∞, and so a divergence from a density that has it is about 10⁹ times its probability there
 * @throws RangeError when a known row of `legal` has nothing but 0
 */
export function categorical(logits: Expression, legal?: Expression): Categorical {
  const scores = parameter("categorical", "logits", logits, "finite");
  if (legal !== undefined) checkLegal(legal);
  const logProbs = logSoftmax(legal === undefined ? scores : select(legal, scores, impossible));
  const probabilities = exp(logProbs);
  const batchShape = logits.shape.slice(0, -1);
  const categories = logits.shape.at(-1)!;
  return defineDensity<Categorical>({
    name: "categorical",
    parameters: { logProbs },
    batchShape,
    eventShape: [],
    discrete: true,
    dtype: "int",
    support: { kind: "integers", low: 0, high: categories - 1 },
    logProb: (values) => pickEach(logProbs, values),
    entropy: () => negate(sum(multiply(probabilities, logProbs), { axis: -1 })),
    kl: ({ parameters: other }) =>
      sum(multiply(probabilities, subtract(logProbs, other.logProbs)), { axis: -1 }),
    mean: () => indexMean(probabilities),
    variance: () => indexVariance(probabilities),
    mode: () => argMax(logProbs),
    noise: { kind: "uniform", shape: [...batchShape, 1] },
    pathwise: false,
    // The first category at which the running sum reaches u · total: with u in (0, 1] it has a probability above 0.
    sample: (uniform) => {
      const reached = cumulativeSum(probabilities);
      const total = slice(reached, -1, categories - 1, categories);
      return toInt(sum(less(reached, multiply(uniform, total)), { axis: -1 }));
    },
  });
}

function checkLegal(legal: Expression): void {
  const values = constantValues(legal) ?? [];
  const categories = legal.shape.at(-1)!;
  for (let row = 0; row + categories <= values.length; row += categories) {
    if (values.slice(row, row + categories).some((each) => each !== 0)) continue;
    throw new RangeError(
      `categorical: row ${row / categories} of legal has only 0; at least one category must be possible`,
    );
  }
}
