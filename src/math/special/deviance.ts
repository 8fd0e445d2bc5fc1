import { log } from "../elementary/log.ts";

/**
 * x log(x / m) − x + m for x ≥ 0 and m > 0: the divergence of a Poisson density of mean m from one of mean x, which is 0
 * at x = m and accurate around it. The same bits on every JavaScript engine.
 *
 * Source: C. Loader, “Fast and accurate computation of binomial probabilities” (2000).
 *
 * @returns 0 or above; NaN where x or m is negative or NaN
 */
export function deviance(x: number, m: number): number {
  if (!(x >= 0 && m >= 0)) return Number.NaN;
  if (x === 0) return m;
  if (m === 0 || x === Infinity || m === Infinity) return x === m ? 0 : Infinity;
  if (x === m) return 0;
  if (x + m === Infinity) return 4 * deviance(x / 4, m / 4);
  const difference = x - m;
  const ratio = difference / (x + m);
  if (ratio > 0.1 || ratio < -0.1) {
    const quotient = x / m;
    const isNormal = quotient > 2 ** -1022 && quotient < Infinity;
    return x * (isNormal ? log(quotient) : log(x) - log(m)) - difference;
  }
  // log(x / m) = 2 atanh(ratio): the terms of first order cancel by hand.
  const square = ratio * ratio;
  let sum = difference * ratio;
  let power = 2 * x * ratio;
  for (let k = 3; ; k += 2) {
    power *= square;
    const next = sum + power / k;
    if (next === sum) return sum;
    sum = next;
  }
}
