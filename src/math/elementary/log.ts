import { highWord, withHighWord } from "../float-bits.ts";
import { LN_2_HIGH, LN_2_LOW } from "./natural-logarithm-of-two.ts";

/**
 * The natural logarithm, with an error below 1 ulp: the same bits on every JavaScript engine.
 *
 * Method: x = 2^k (1 + f) with 1 + f in [√½, √2), and s = f / (2 + f), so that log(1 + f) = 2 atanh s, a polynomial
 * in s².
 * Source: fdlibm's e_log.c (Sun Microsystems, 1993, freely distributable).
 *
 * @returns −Infinity for ±0; NaN below 0 and for NaN
 */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : Number.NaN;
  if (x === Infinity) return x;

  const isSubnormal = x < 2 ** -1022;
  const normal = isSubnormal ? x * 2 ** 54 : x;
  const high = highWord(normal) + (0x3ff00000 - HIGH_OF_SQRT_HALF);
  const k = (high >> 20) - 1023 - (isSubnormal ? 54 : 0);
  const f = withHighWord(normal, (high & 0xfffff) + HIGH_OF_SQRT_HALF) - 1;

  const s = f / (2 + f);
  const s2 = s * s;
  const s4 = s2 * s2;
  const even = s4 * (0.3999999999940942 + s4 * (0.22222198432149784 + s4 * 0.15313837699209373));
  const odd =
    s2 *
    (0.6666666666666735 + s4 * (0.2857142874366239 + s4 * (0.1818357216161805 + s4 * 0.14798198605116586)));
  const halfSquare = 0.5 * f * f;
  return k * LN_2_HIGH - (halfSquare - (s * (halfSquare + (even + odd)) + k * LN_2_LOW) - f);
}

/** The upper word of √½, rounded up: where the range of 1 + f begins. */
const HIGH_OF_SQRT_HALF = 0x3fe6a09e;
