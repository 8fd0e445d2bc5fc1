import { highWord, withHighWord } from "../float-bits.ts";
import { LN_2_HIGH, LN_2_LOW } from "./natural-logarithm-of-two.ts";

/**
 * log(1 + x), precise near 0 too, with an error below 1 ulp: the same bits on every JavaScript engine.
 *
 * Method: as log, and a correction for what rounding 1 + x loses.
 * Source: fdlibm's s_log1p.c (Sun Microsystems, 1993, freely distributable). The polynomial is summed in pairs, as the
 * GNU C library does up to 2.40, so that NumPy's normal deviates, whose tail takes this logarithm, come out to the bit.
 *
 * @returns −Infinity for −1; NaN below −1 and for NaN
 */
export function log1p(x: number): number {
  if (!(x > -1)) return x === -1 ? -Infinity : Number.NaN;
  if (x === Infinity) return x;
  if (x < 2 ** -29 && x > -(2 ** -29)) return x < 2 ** -54 && x > -(2 ** -54) ? x : x - x * x * 0.5;

  if (x < 0.4142136573791504 && x > -0.2928934097290039) return logarithm(x, 0, 0);

  const isHuge = x >= 2 ** 53;
  const u = isHuge ? x : 1 + x;
  const high = highWord(u);
  const exponent = (high >> 20) - 1023;
  const lost = isHuge ? 0 : (exponent > 0 ? 1 - (u - x) : x - (u - 1)) / u;
  const fraction = high & 0xfffff;
  return fraction < 0x6a09e
    ? logarithm(withHighWord(u, fraction | 0x3ff00000) - 1, exponent, lost)
    : logarithm(withHighWord(u, fraction | 0x3fe00000) - 1, exponent + 1, lost);
}

/** log(2^k (1 + f)) + correction, for 1 + f in [√½, √2). */
function logarithm(f: number, k: number, correction: number): number {
  const halfSquare = 0.5 * f * f;
  const low = k * LN_2_LOW + correction;
  if (f < 2 ** -20 && f > -(2 ** -20) && k !== 0) {
    if (f === 0) return k * LN_2_HIGH + low;
    return k * LN_2_HIGH - (halfSquare * (1 - 0.6666666666666666 * f) - low - f);
  }
  const s = f / (2 + f);
  const z = s * s;
  const z2 = z * z;
  const z4 = z2 * z2;
  const z6 = z4 * z2;
  const polynomial =
    z * 0.6666666666666735 +
    z2 * (0.3999999999940942 + z * 0.2857142874366239) +
    z4 * (0.22222198432149784 + z * 0.1818357216161805) +
    z6 * (0.15313837699209373 + z * 0.14798198605116586);
  if (k === 0) return f - (halfSquare - s * (halfSquare + polynomial));
  return k * LN_2_HIGH - (halfSquare - (s * (halfSquare + polynomial) + low) - f);
}
