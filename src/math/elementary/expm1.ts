import { powerOfTwo, scaleByPowerOfTwo } from "../float-bits.ts";
import { LN_2_HIGH, LN_2_LOW } from "./natural-logarithm-of-two.ts";

/**
 * exp(x) − 1, precise near 0 too, with an error below 1 ulp: the same bits on every JavaScript engine.
 *
 * Method: x = k ln 2 + r with |r| ≤ ½ ln 2; a rational function of r gives exp(r) − 1, from which 2^k exp(r) − 1 is put
 * together in the order with the least rounding error.
 * Source: fdlibm's s_expm1.c (Sun Microsystems, 1993, freely distributable).
 *
 * @returns from −1 (below −37.5) to Infinity (above 709.78); NaN for NaN
 */
export function expm1(x: number): number {
  if (x > 709.782712893384) return Infinity;
  if (x < -56 * LN_2_HIGH) return -1;
  if (Number.isNaN(x) || (x < 2 ** -54 && x > -(2 ** -54))) return x;

  const magnitude = x < 0 ? -x : x;
  if (magnitude <= HALF_LN_2) return x - (x * quotient(x) - x * (0.5 * x));

  const k = magnitude < 3 * HALF_LN_2 ? (x < 0 ? -1 : 1) : (ONE_OVER_LN_2 * x + (x < 0 ? -0.5 : 0.5)) | 0;
  const top = x - k * LN_2_HIGH;
  const bottom = k * LN_2_LOW;
  const r = top - bottom;
  const lost = top - r - bottom;
  // exp(r) − 1 = r − e
  const e = r * (quotient(r) - lost) - lost - r * (0.5 * r);

  if (k === -1) return 0.5 * (r - e) - 0.5;
  if (k === 1) return r < -0.25 ? -2 * (e - (r + 0.5)) : 1 + 2 * (r - e);
  if (k <= -2 || k > 56) return scaleByPowerOfTwo(1 - (e - r), k) - 1;
  if (k < 20) return (1 - powerOfTwo(-k) - (e - r)) * powerOfTwo(k);
  return (r - (e + powerOfTwo(-k)) + 1) * powerOfTwo(k);
}

const HALF_LN_2 = 0.34657359027997264;
// biome-ignore lint/suspicious/noApproximativeNumericConstant: the standard lets engines round Math.LOG2E.
const ONE_OVER_LN_2 = 1.4426950408889634;

/** ((R − t) / (6 − r t)) r² / 2, in which R approximates r (exp r + 1) / (exp r − 1) and t = 3 − R r / 2. */
function quotient(r: number): number {
  const halfR = 0.5 * r;
  const halfSquare = r * halfR;
  const ratio =
    1 +
    halfSquare *
      (-0.03333333333333313 +
        halfSquare *
          (0.0015873015872548146 +
            halfSquare *
              (-0.0000793650757867488 +
                halfSquare * (0.000004008217827329362 + halfSquare * -2.0109921818362437e-7))));
  const t = 3 - ratio * halfR;
  return halfSquare * ((ratio - t) / (6 - r * t));
}
