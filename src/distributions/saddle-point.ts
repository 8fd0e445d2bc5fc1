import {
  add,
  deviance,
  divide,
  type FloatExpression,
  log,
  multiply,
  type Operand,
  stirlingError,
  subtract,
} from "../graph/index.ts";

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
