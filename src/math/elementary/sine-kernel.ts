import { fillSineTable, SINE_TABLE } from "./sine-table.ts";

/** Adding and subtracting it rounds a number below 1 to the nearest multiple of 2^−7, the step of the table. */
const ROUND_TO_STEP = 1.5 * 2 ** 45;

/**
 * sin(x + tail) for |x| ≤ 0.8555 and |tail| ≤ ulp(x), with an error below 0.55 ulp.
 *
 * Method: near 0 a polynomial; elsewhere sin(k/128 + t) = sin(k/128) cos t + cos(k/128) sin t, with the sine and cosine
 * of k/128 known to about 100 bits, so that only the last, small correction is rounded.
 * Source of the method and of the coefficients: S. Gal and B. Bachelis, “An accurate elementary mathematical library for
 * the IEEE floating point standard”, ACM TOMS 17 (1991), as in IBM's Accurate Mathematical Library, which is the sine of
 * the GNU C library and with it of NumPy on Linux.
 */
export function sineOfReduced(x: number, tail: number): number {
  const magnitude = x < 0 ? -x : x;
  if (magnitude < 0.126) {
    const square = x * x;
    const polynomial =
      (((-2.5022014848318398e-8 * square + 0.000002755729806860771) * square - 0.00019841269834414642) *
        square +
        0.008333333333332329) *
        square -
      0.16666666666666666;
    return x + ((polynomial * x - 0.5 * tail) * square + tail);
  }
  const nearest = magnitude + ROUND_TO_STEP - ROUND_TO_STEP;
  const at = (nearest * 512) | 0;
  const t = magnitude - nearest;
  const tTail = x < 0 ? -tail : tail;
  const square = t * t;
  const sineOfT = t + (tTail + t * square * (SINE_3 + square * SINE_5));
  const oneMinusCosineOfT = t * tTail + square * (COSINE_2 + square * (COSINE_4 + square * COSINE_6));
  if (SINE_TABLE[2] === 0) fillSineTable();
  const sine = SINE_TABLE[at];
  const cosine = SINE_TABLE[at + 2];
  const correction =
    SINE_TABLE[at + 1] + sineOfT * SINE_TABLE[at + 3] - sine * oneMinusCosineOfT + cosine * sineOfT;
  const result = sine + correction;
  return x < 0 ? -result : result;
}

/** cos(x + tail) for |x| ≤ 0.8555 and |tail| ≤ ulp(x), with an error below 0.55 ulp: see {@link sineOfReduced}. */
export function cosineOfReduced(x: number, tail: number): number {
  const magnitude = x < 0 ? -x : x;
  const nearest = magnitude + ROUND_TO_STEP - ROUND_TO_STEP;
  const at = (nearest * 512) | 0;
  const t = magnitude - nearest + (x < 0 ? -tail : tail);
  const square = t * t;
  const sineOfT = t + t * square * (SINE_3 + square * SINE_5);
  const oneMinusCosineOfT = square * (COSINE_2 + square * (COSINE_4 + square * COSINE_6));
  if (SINE_TABLE[2] === 0) fillSineTable();
  const sine = SINE_TABLE[at];
  const cosine = SINE_TABLE[at + 2];
  const correction =
    SINE_TABLE[at + 3] - sineOfT * SINE_TABLE[at + 1] - cosine * oneMinusCosineOfT - sine * sineOfT;
  return cosine + correction;
}

/** sin t ≈ t + t³ (SINE_3 + t² SINE_5), 1 − cos t ≈ t² (COSINE_2 + t² (COSINE_4 + t² COSINE_6)), for |t| ≤ 2^−8. */
const SINE_3 = -0.16666666666666488;
const SINE_5 = 0.008333332142857223;
const COSINE_2 = 0.5;
const COSINE_4 = -0.04166666666666644;
const COSINE_6 = 0.001388888740079376;
