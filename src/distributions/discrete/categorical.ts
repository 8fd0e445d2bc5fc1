import {
  argMax,
  cumulativeSum,
  type Expression,
  equal,
  exp,
  type FloatExpression,
  less,
  logSoftmax,
  maximum,
  multiply,
  negate,
  reshape,
  select,
  slice,
  sum,
  toInt,
} from "../../graph/index.ts";
import { couple } from "../decompositions/decomposition.ts";
import { defineDensity } from "../define-density.ts";
import type { Density } from "../density.ts";
import { categoricalDivergence } from "../numerics/divergence-terms.ts";
import { constantValues } from "../parameters/constant-values.ts";
import { vectorParameter } from "../parameters/parameters.ts";
import { indexMean, indexVariance } from "./index-moments.ts";
import { pickEach } from "./pick-each.ts";

export interface Categorical extends Density {
  readonly name: "categorical";
  readonly parameters: {
    /** Logarithms of the probabilities: [...batch, categories]. */
    readonly logProbs: FloatExpression;
  };
}

/** Stands for −∞ in the log-probabilities of what is illegal: its probability is 0, and 0 · log 0 stays 0. */
const impossible = -1e9;

/**
 * One of several categories with probabilities softmax(logits). Values are indices from 0; one outside the categories
 * stops the run. Moments are those of the index.
 *
 * @param logits [...batch, categories]
 * @param legal of the same shape, 0 where a category cannot occur; default: all can. Its log-probability is then about
 * −10⁹ in the place of −∞, and so a divergence from a density that has it is about 10⁹ times its probability there
 * @throws RangeError when a known row of `legal` has nothing but 0; in one that is computed the log-probabilities are NaN then,
 * and a sample is −1
 */
export function categorical(logits: Expression, legal?: Expression): Categorical {
  const scores = vectorParameter("categorical", "logits", logits, "finite");
  if (legal !== undefined) checkLegal("categorical", legal, [legal.shape.at(-1)!]);
  const logProbs = legal === undefined ? logSoftmax(scores) : maskedLogSoftmax(scores, legal);
  const probabilities = exp(logProbs);
  const batchShape = logProbs.shape.slice(0, -1);
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
    kl: ({ parameters: other }) => categoricalDivergence(logProbs, other.logProbs),
    mean: () => indexMean(probabilities),
    variance: () => indexVariance(probabilities),
    mode: () => argMax(logProbs),
    noise: { kind: "uniform", shape: [...batchShape, 1] },
    pathwise: false,
    // The first category at which the running sum reaches u · total: with u in (0, 1] it has a probability above 0.
    sample: (uniform) => {
      const reached = cumulativeSum(probabilities);
      const total = slice(reached, -1, categories - 1, categories);
      const index = sum(less(reached, multiply(uniform, total)), { axis: -1 });
      return toInt(legal === undefined ? index : orNone(index, total));
    },
    decompositions: {
      // ∂p/∂(log p_k) = p_k at k. The sample itself may be subtracted, as Σ_k p_k ∂(log p_k) = 0.
      logProbs: {
        reuses: "negative",
        couple(entry, _, pair) {
          const p = Math.exp(entry.parameter("logProbs"));
          // f is not evaluated at a category that cannot occur.
          return couple(pair, p === 0 ? entry.drawn : entry.category, entry.drawn, p);
        },
      },
    },
    choice: { kind: "categorical", logProbs },
  });
}

/** The logarithms of probabilities among what is legal; NaN in a row where nothing is. */
function maskedLogSoftmax(scores: Expression, legal: Expression): FloatExpression {
  const logProbs = logSoftmax(select(legal, scores, -Infinity));
  return select(legal, logProbs, maximum(logProbs, impossible));
}

/** −1, which is no category, in the place of an index where the total of the probabilities is NaN. */
function orNone(index: FloatExpression, total: Expression): FloatExpression {
  const sums = reshape(total, total.shape.slice(0, -1));
  return select(equal(sums, sums), index, -1);
}

/** @throws RangeError when a known row of `legal` has a choice, of the given numbers of categories, with nothing but 0 */
export function checkLegal(owner: string, legal: Expression, counts: readonly number[]): void {
  const values = constantValues(legal);
  if (values === undefined) return;
  const width = legal.shape.at(-1)!;
  const isRepeated = values.length % width !== 0; // a number for all, and then all rows are alike
  for (let start = 0; start < (isRepeated ? width : values.length); start += width) {
    let from = start;
    counts.forEach((count, choice) => {
      const own = isRepeated ? values : values.slice(from, from + count);
      from += count;
      if (own.some((each) => each !== 0)) return;
      const where = counts.length === 1 ? "" : ` for choice ${choice}`;
      throw new RangeError(
        `${owner}: row ${start / width} of legal has only 0${where}; at least one category must be possible`,
      );
    });
  }
}
