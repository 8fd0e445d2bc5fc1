import { log } from "../elementary/log.ts";
import { log1p } from "../elementary/log1p.ts";
import { horner } from "../horner.ts";
import { integerPower } from "../integer-power.ts";
import { BERNOULLI } from "./bernoulli-numbers.ts";
import { polygamma } from "./polygamma.ts";

/**
 * The error of Stirling's formula, Δ(x) = log Γ(x + 1) − (x + ½) log x + x − ½ log 2π, for x > 0, or a derivative of it: the
 * same bits on every JavaScript engine. It falls from ∞ at 0 like 1/(12 x). Densities written with it keep their digits
 * where log Γ is large and cancels.
 *
 * Method: Stirling's series from 10 on; below it, Δ(x) − Δ(x + 1) is a series of odd powers of 1/(2x + 1) with terms of
 * one sign.
 * Source: C. Loader, “Fast and accurate computation of binomial probabilities” (2000), which needs Δ at whole numbers.
 *
 * @param order how many times to differentiate: 0 and 1 to about 1e-15 of the result, higher ones to about 1e-12
 * @returns Infinity (of the derivative's sign) at 0; NaN below 0 and for NaN
 */
export function stirlingError(x: number, order = 0): number {
  if (!(x > 0)) return x === 0 ? (order % 2 === 0 ? Infinity : -Infinity) : Number.NaN;
  if (order > 1) return x < 10 + order ? derivativeBelow(x, order) : seriesOfStirling(x, order);
  let total = 0;
  let y = x;
  for (; y < 10; y += 1) total += order === 0 ? stepOfError(y) : stepOfDerivative(y);
  return total + seriesOfStirling(y, order);
}

/** (x + ½) log(1 + 1/x) − 1 = s²/3 + s⁴/5 + …, with s = 1/(2x + 1). */
function stepOfError(x: number): number {
  if (x < 1) return (x + 0.5) * logOfStep(x) - 1;
  const s = 1 / (2 * x + 1);
  return s * s * horner(STEP_OF_ERROR, s * s);
}

/** log(1 + 1/x), also where 1/x overflows. */
function logOfStep(x: number): number {
  const inverse = 1 / x;
  return inverse < Infinity ? log1p(inverse) : -log(x);
}

/** log(1 + 1/x) − ½ (1/x + 1/(x + 1)), negative as Δ′ is, = −2 (⅔ s³ + ⅘ s⁵ + …). */
function stepOfDerivative(x: number): number {
  if (x < 1) return logOfStep(x) - (0.5 / x + 0.5 / (x + 1));
  const s = 1 / (2 * x + 1);
  return -2 * s * s * s * horner(STEP_OF_DERIVATIVE, s * s);
}

/** Σ B₂ₖ / (2k (2k − 1) x^(2k − 1)), differentiated term by term. */
function seriesOfStirling(x: number, order: number): number {
  const inverseSquare = 1 / (x * x);
  let sum = 0;
  for (let k = BERNOULLI.length; k >= 1; k--) {
    // (d/dx)ⁿ x^(1 − 2k) / (2k − 1) = (−1)ⁿ 2k (2k + 1) … (2k + n − 2) x^(1 − 2k − n), for n ≥ 1
    let factor = BERNOULLI[k - 1] / (2 * k);
    if (order === 0) factor /= 2 * k - 1;
    for (let i = 2; i <= order; i++) factor *= 2 * k + i - 2;
    sum = sum * inverseSquare + factor;
  }
  return (order % 2 === 0 ? sum : -sum) / integerPower(x, order + 1);
}

/** From ψ: Δ′(x) = ψ(x) − log x + 1/(2x), differentiated. */
function derivativeBelow(x: number, order: number): number {
  let factorial = 1; // (order − 2)!
  for (let i = 2; i <= order - 2; i++) factorial *= i;
  const sign = order % 2 === 0 ? 1 : -1;
  const ofLogarithm = (sign * factorial) / integerPower(x, order - 1);
  const ofReciprocal = (-sign * factorial * (order - 1)) / integerPower(x, order);
  // It is all that matters near 0, where the others overflow too.
  if (!Number.isFinite(ofReciprocal)) return -ofReciprocal;
  return polygamma(x, order - 1) - ofLogarithm + 0.5 * ofReciprocal;
}

const STEP_OF_ERROR: readonly number[] = /* @__PURE__ */ Array.from(
  { length: 16 },
  (_, k) => 1 / (2 * k + 3),
);
const STEP_OF_DERIVATIVE: readonly number[] = /* @__PURE__ */ Array.from(
  { length: 16 },
  (_, k) => (2 * k + 2) / (2 * k + 3),
);
