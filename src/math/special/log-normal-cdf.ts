import { log } from "../elementary/log.ts";
import { log1p } from "../elementary/log1p.ts";
import { erf, erfcx } from "./erf.ts";
import { gaussian } from "./gaussian.ts";

// biome-ignore lint/suspicious/noApproximativeNumericConstant: the standard lets engines round Math.SQRT1_2.
const SQRT_HALF = 0.7071067811865476;
const SQRT_TWO_OVER_PI = 0.7978845608028654;

/**
 * log Φ(x), the logarithm of the standard normal distribution function, to 1e-15 of itself in both tails: the same bits
 * on every JavaScript engine.
 *
 * @returns from −Infinity to 0; NaN for NaN
 */
export function logNormalCdf(x: number): number {
  if (x > 0) return log1p(-0.5 * upperTail(x));
  if (x > -1) return log(0.5 * (1 + erf(x * SQRT_HALF)));
  return -0.5 * x * x + log(0.5 * erfcx(-x * SQRT_HALF));
}

/**
 * φ(x) / Φ(x), the derivative of log Φ (the inverse Mills ratio of −x): about −x far on the left, 0 on the right.
 *
 * @returns from Infinity down to 0; NaN for NaN
 */
export function inverseMillsRatio(x: number): number {
  if (x < 0) return x === -Infinity ? Infinity : SQRT_TWO_OVER_PI / erfcx(-x * SQRT_HALF);
  return (SQRT_TWO_OVER_PI * gaussian(x, 0.5)) / (1 + erf(x * SQRT_HALF));
}

/** 2 (1 − Φ(x)) = erfc(x / √2) for x ≥ 0. */
function upperTail(x: number): number {
  return gaussian(x, 0.5) * erfcx(x * SQRT_HALF);
}
