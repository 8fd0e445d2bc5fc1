import {
  add,
  clamp,
  deviance,
  divide,
  type FloatExpression,
  log,
  minimum,
  multiply,
  negate,
  type Operand,
  sigmoid,
  stirlingError,
  subtract,
} from "../../graph/index.ts";

// Factorials cancel nearly against powers where counts are large. C. Loader's saddle-point form (“Fast and accurate
// computation of binomial probabilities”, 2000) has them cancel by hand: what is left is small.

/** log(mᵏ e⁻ᵐ / Γ(k + 1)) for real k > 0 and m > 0. */
export function logPoissonTerm(k: Operand, m: Operand): FloatExpression {
  const scale = multiply(log(multiply(k, 2 * Math.PI)), -0.5);
  return subtract(subtract(scale, stirlingError(k)), deviance(k, m));
}

/**
 * log(Γ(a + b + 1) / (Γ(a + 1) Γ(b + 1)) pᵃ qᵇ) for real a, b > 0 and p + q = 1.
 *
 * @param expectedA (a + b) p
 * @param expectedB (a + b) q
 */
export function logBinomialTerm(
  a: Operand,
  b: Operand,
  expectedA: Operand,
  expectedB: Operand,
): FloatExpression {
  const total = add(a, b);
  const scale = multiply(log(divide(divide(total, multiply(a, 2 * Math.PI)), b)), 0.5);
  const errors = subtract(stirlingError(total), add(stirlingError(a), stirlingError(b)));
  return subtract(add(scale, errors), add(deviance(a, expectedA), deviance(b, expectedB)));
}

/** The same for p = sigmoid(logit), also where p or q is too small for float64: its logarithm is not. */
export function logBinomialTermOfLogit(a: Operand, b: Operand, logit: FloatExpression): FloatExpression {
  const bounded = clamp(logit, -widest, widest);
  const total = add(a, b);
  const expected = [bounded, negate(bounded)].map((each) => multiply(total, sigmoid(each)));
  const [missing, excess] = [minimum(add(logit, widest), 0), minimum(subtract(widest, logit), 0)];
  const beyond = add(multiply(a, missing), multiply(b, excess));
  return add(logBinomialTerm(a, b, expected[0], expected[1]), beyond);
}

/** Beyond it the smaller of p and q is e^−|logit|, and the other 1. */
const widest = 700;
