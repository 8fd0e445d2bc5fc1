import {
  abs,
  add,
  constant,
  exp,
  type FloatExpression,
  floor,
  less,
  log,
  maximum,
  multiply,
  negate,
  reciprocal,
  select,
  sigmoid,
  stopGradient,
  sum,
} from "../../graph/index.ts";
import { polynomial } from "../numerics/divergence-terms.ts";

/** The variance from which the series has all digits. */
const spread = 1000;
/** So far from the mean, more than 12 standard deviations of that variance, the probability is below 1e-30. */
const reach = 400;

/**
 * The entropy of a binomial density with any number of trials: the sum of −p log p around the mean where the variance
 * v = n p q is below 1000; above it Stirling's series about the mean, with s = p q,
 *
 *   ½ log 2πe v − (1 − 4 s)/(12 v) − (1 − 4 s + 2 s²)/(24 v²) − (19 − 102 s + 120 s² − 4 s³)/(360 v³)
 *     − (27 − 184 s + 352 s² − 160 s³ − 2 s⁴)/(240 v⁴),
 *
 * whose next term is below 1e-15.
 *
 * @param shape of the batch
 * @param logProbOf log p(k) for another logit
 */
export function binomialEntropy(
  trials: FloatExpression,
  logit: FloatExpression,
  shape: readonly number[],
  logProbOf: (logit: FloatExpression, counts: FloatExpression) => FloatExpression,
): FloatExpression {
  // It is that of the failures: what is counted is the rarer of the two, the probability of which keeps its digits.
  const rarer = negate(abs(logit));
  const p = sigmoid(rarer);
  const s = multiply(p, sigmoid(abs(logit)));
  const variance = multiply(trials, s);
  const middle = stopGradient(floor(multiply(trials, p)));
  const offsets = constant(
    Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach),
    [2 * reach + 1, ...shape.map(() => 1)],
  );
  const logs = logProbOf(rarer, add(middle, offsets));
  const isThere = less(-Infinity, logs);
  const logsThere = select(isThere, logs, 0);
  const summed = negate(sum(multiply(select(isThere, exp(logsThere), 0), logsThere), { axis: 0 }));
  const isWide = less(spread, variance);
  return select(isWide, series(s, maximum(variance, spread)), summed);
}

function series(s: FloatExpression, variance: FloatExpression): FloatExpression {
  const terms = [
    polynomial([-1 / 12, 1 / 3], s),
    polynomial([-1 / 24, 1 / 6, -1 / 12], s),
    polynomial([-19 / 360, 17 / 60, -1 / 3, 1 / 90], s),
    polynomial([-9 / 80, 23 / 30, -22 / 15, 2 / 3, 1 / 120], s),
  ];
  const inverse = reciprocal(variance);
  const rest = terms.reduceRight(
    (sum, term) => multiply(add(term, sum), inverse),
    constant(0) as FloatExpression,
  );
  const ofNormal = multiply(add(log(variance), 1 + Math.log(2 * Math.PI)), 0.5);
  return add(ofNormal, rest);
}
