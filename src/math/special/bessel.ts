import { log } from "../elementary/log.ts";
import { log1p } from "../elementary/log1p.ts";

/** From here on the asymptotic series reach full precision. */
const LARGE = 20;

/**
 * log(e⁻ˣ I₀(x)) for x ≥ 0, where I₀ is the modified Bessel function of the first kind: to about 1e-15 of itself, the
 * same bits on every JavaScript engine.
 *
 * Method: the power series, from x = 20 on the asymptotic one.
 *
 * @returns from 0 down; NaN below 0 and for NaN
 */
export function logScaledBesselI0(x: number): number {
  if (!(x >= 0)) return Number.NaN;
  if (x < LARGE) return log1p(powerSeries(x, 0)) - x;
  if (x === Infinity) return -Infinity;
  return log(asymptoticI0(x)) - 0.5 * log(TWO_PI * x);
}

/**
 * 1 − I₁(x) / I₀(x) for x ≥ 0: 1 at 0, then about 1/(2x). To about 1e-14 of itself.
 *
 * @returns from 1 down to 0; NaN below 0 and for NaN
 */
export function besselRatioComplement(x: number): number {
  if (!(x >= 0)) return Number.NaN;
  if (x < LARGE) return 1 - (0.5 * x * (1 + powerSeries(x, 1))) / (1 + powerSeries(x, 0));
  if (x === Infinity) return 0;
  return asymptoticDifference(x) / asymptoticI0(x);
}

const TWO_PI = 6.283185307179586;

/** (2/x)^order I_order(x) − 1 = Σ (x²/4)ᵏ / (k! (k + order)!) from k = 1 on, for order 0 and 1. */
function powerSeries(x: number, order: 0 | 1): number {
  const quarter = 0.25 * x * x;
  let term = 1;
  let sum = 0;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= quarter / (k * (k + order));
    sum += term;
  }
  return sum;
}

/** √(2πx) e⁻ˣ I₀(x) = Σ 1² 3² … (2k − 1)² / (k! (8x)ᵏ). */
function asymptoticI0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > 1e-17; k++) {
    term *= ((2 * k - 1) * (2 * k - 1)) / (8 * x * k);
    sum += term;
  }
  return sum;
}

/** √(2πx) e⁻ˣ (I₀(x) − I₁(x)): the series of I₁ has (2j − 1)² − 4 for each (2j − 1)², and all terms but its first negative. */
function asymptoticDifference(x: number): number {
  let first = 1;
  let second = 1;
  let sum = 0;
  for (let k = 1; first > 1e-18; k++) {
    const odd = (2 * k - 1) * (2 * k - 1);
    first *= odd / (8 * x * k);
    second *= (odd - 4) / (8 * x * k);
    sum += first - second;
  }
  return sum;
}
