import { log } from "../elementary/log.ts";
import { horner } from "../horner.ts";
import { integerPower } from "../integer-power.ts";
import { BERNOULLI } from "./bernoulli-numbers.ts";

/**
 * ψ(x), the derivative of log Γ, for x > 0, with a relative error of about 1e-15, near its zero too: the same bits on
 * every JavaScript engine.
 *
 * Method: around its zero a polynomial times the distance from it; up to 10 by ψ(x + 1) = ψ(x) + 1/x; above by the
 * asymptotic series. Coefficients: scripts/special-function-coefficients.py.
 *
 * @returns −Infinity at 0; NaN below 0 and for NaN
 */
export function digamma(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : Number.NaN;
  if (x < 1) return digamma(x + 1) - 1 / x;
  if (x <= 2) return (x - ZERO_HIGH - ZERO_LOW) * horner(DIGAMMA_OVER_DISTANCE, x - 1.5);
  let total = 0;
  let y = x;
  if (x < 10) {
    for (; y > 2; ) {
      y -= 1;
      total += 1 / y;
    }
    return total + digamma(y);
  }
  const inverseSquare = 1 / (x * x);
  let sum = 0;
  for (let k = BERNOULLI.length; k >= 1; k--) sum = (sum + BERNOULLI[k - 1] / (2 * k)) * inverseSquare;
  return log(x) - 0.5 / x - sum;
}

/**
 * The derivative of ψ of the given order (0: ψ itself, 1: the trigamma function, …), for x > 0, with a relative error of
 * about 1e-15.
 *
 * Method: (−1)ⁿ⁺¹ n! Σ 1/(x + k)ⁿ⁺¹, whose first terms are added and whose rest is an asymptotic series.
 *
 * @param order a whole number, 0 or above
 * @returns Infinity at 0 (−Infinity for even orders); NaN below 0 and for NaN
 */
export function polygamma(x: number, order: number): number {
  if (order === 0) return digamma(x);
  const sign = order % 2 === 0 ? -1 : 1;
  if (!(x > 0)) return x === 0 ? sign * Infinity : Number.NaN;

  let factorial = 1; // (n − 1)!
  for (let i = 2; i < order; i++) factorial *= i;
  let total = 0;
  let y = x;
  for (; y < 12 + order; y += 1) total += (factorial * order) / integerPower(y, order + 1);

  // (n − 1)!/yⁿ + n!/(2 yⁿ⁺¹) + Σ B₂ₖ (2k + n − 1)! / ((2k)! y^(2k + n))
  const inverseSquare = 1 / (y * y);
  let sum = 0;
  for (let k = BERNOULLI.length; k >= 1; k--) {
    let ratio = 1; // (2k + n − 1)! / (2k)!
    for (let i = 1; i < order; i++) ratio *= 2 * k + i;
    sum = (sum + BERNOULLI[k - 1] * ratio) * inverseSquare;
  }
  const rest = (factorial + (0.5 * factorial * order) / y + sum) / integerPower(y, order);
  return sign * (total + rest);
}

const ZERO_HIGH = 1.4616321449683622;
const ZERO_LOW = 9.549995429965697e-17;

/** ψ(1.5 + z) / (1.5 + z − zero) for z in [−½, ½]. */
const DIGAMMA_OVER_DISTANCE: readonly number[] = [
  0.9510558760318328, -0.4236274212814606, 0.24054248424078697, -0.14840492305388092, 0.09498872445289039,
  -0.06192213327548831, 0.040760833940846085, -0.026975796659787055, 0.017907248317313294,
  -0.011908220105959716, 0.007927021796868154, -0.005279937255532708, 0.003518106563802472,
  -0.0023454947397380833, 0.0015633696313653504, -0.0010364584817312839, 0.0006909255761282986,
  -0.00048595039220036254, 0.00032395945401345196, -0.00014480643368061614, 9.653646261410062e-5,
  -0.0001782188548855923, 0.00011881232908510335,
];
