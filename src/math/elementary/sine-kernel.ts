import { fillSineTable, SINE_TABLE_LENGTH, SINE_TABLE_ZERO } from "./sine-table.ts";

/** Adding and subtracting it rounds a number within ±1 to the nearest multiple of 2^−7, the step of the table. */
const ROUND_TO_STEP = 1.5 * 2 ** 45;

/**
 * Here rather than where it is filled: the engine takes a constant of the module itself for one, and then checks no bounds
 * where {@link LAST_ENTRY} masks the index.
 */
const SINE_TABLE: Float64Array = /* @__PURE__ */ new Float64Array(SINE_TABLE_LENGTH);
const LAST_ENTRY = SINE_TABLE_LENGTH - 4;

/**
 * sin(x + tail) for |x| ≤ 0.8555 and |tail| ≤ ulp(x), with an error below 0.55 ulp.
 *
 * Method: near 0 a polynomial; elsewhere sin(k/128 + t) = sin(k/128) cos t + cos(k/128) sin t, with the sine and cosine
 * of k/128 known to about 100 bits, so that only the last, small correction is rounded. The table has k of both signs: a
 * branch on the sign of x, which is as good as random from one angle to the next, costs more than the rest of the sum.
 * Source of the method and of the coefficients: S. Gal and B. Bachelis, “An accurate elementary mathematical library for
 * the IEEE floating point standard”, ACM TOMS 17 (1991), as in IBM's Accurate Mathematical Library, which is the sine of
 * the GNU C library and with it of NumPy on Linux.
 */
export function sineOfReduced(x: number, tail: number): number {
  if (Math.abs(x) < NEAR_ZERO) {
    const square = x * x;
    return x + ((cubicPart(square) * x - 0.5 * tail) * square + tail);
  }
  const nearest = x + ROUND_TO_STEP - ROUND_TO_STEP;
  const at = (nearest * 512 + SINE_TABLE_ZERO) & LAST_ENTRY;
  const t = x - nearest;
  const square = t * t;
  const sineOfT = t + (tail + t * square * (SINE_3 + square * SINE_5));
  const oneMinusCosineOfT = t * tail + square * (COSINE_2 + square * (COSINE_4 + square * COSINE_6));
  if (SINE_TABLE[at + 2] === 0) fillSineTable(SINE_TABLE);
  const sine = SINE_TABLE[at];
  const correction =
    SINE_TABLE[at + 1] +
    sineOfT * SINE_TABLE[at + 3] -
    sine * oneMinusCosineOfT +
    SINE_TABLE[at + 2] * sineOfT;
  return sine + correction;
}

/** cos(x + tail) for |x| ≤ 0.8555 and |tail| ≤ ulp(x), with an error below 0.55 ulp: see {@link sineOfReduced}. */
export function cosineOfReduced(x: number, tail: number): number {
  const nearest = x + ROUND_TO_STEP - ROUND_TO_STEP;
  const at = (nearest * 512 + SINE_TABLE_ZERO) & LAST_ENTRY;
  const t = x - nearest + tail;
  const square = t * t;
  const sineOfT = t + t * square * (SINE_3 + square * SINE_5);
  const oneMinusCosineOfT = square * (COSINE_2 + square * (COSINE_4 + square * COSINE_6));
  if (SINE_TABLE[at + 2] === 0) fillSineTable(SINE_TABLE);
  const cosine = SINE_TABLE[at + 2];
  const correction =
    SINE_TABLE[at + 3] - sineOfT * SINE_TABLE[at + 1] - cosine * oneMinusCosineOfT - SINE_TABLE[at] * sineOfT;
  return cosine + correction;
}

/**
 * Writes sin x to `result[0]` and cos x to `result[1]`, for |x| ≤ 0.8555: what {@link sineOfReduced} and
 * {@link cosineOfReduced} return for a tail of 0, to the bit, where both have the same terms.
 */
export function sineAndCosineOfReduced(x: number, result: Float64Array): void {
  const nearest = x + ROUND_TO_STEP - ROUND_TO_STEP;
  const at = (nearest * 512 + SINE_TABLE_ZERO) & LAST_ENTRY;
  const t = x - nearest;
  const square = t * t;
  const sineOfT = t + t * square * (SINE_3 + square * SINE_5);
  const oneMinusCosineOfT = square * (COSINE_2 + square * (COSINE_4 + square * COSINE_6));
  if (SINE_TABLE[at + 2] === 0) fillSineTable(SINE_TABLE);
  const sine = SINE_TABLE[at];
  const sineTail = SINE_TABLE[at + 1];
  const cosine = SINE_TABLE[at + 2];
  const cosineTail = SINE_TABLE[at + 3];
  result[1] = cosine + (cosineTail - sineOfT * sineTail - cosine * oneMinusCosineOfT - sine * sineOfT);
  result[0] =
    Math.abs(x) < NEAR_ZERO
      ? x + cubicPart(x * x) * x * (x * x)
      : sine + (sineTail + sineOfT * cosineTail - sine * oneMinusCosineOfT + cosine * sineOfT);
}

/** Below it sin x is a polynomial. */
const NEAR_ZERO = 0.126;

/** (sin x − x) / x³ for the square of x, |x| < {@link NEAR_ZERO}. */
function cubicPart(square: number): number {
  return (
    (((-2.5022014848318398e-8 * square + 0.000002755729806860771) * square - 0.00019841269834414642) *
      square +
      0.008333333333332329) *
      square -
    0.16666666666666666
  );
}

/** sin t ≈ t + t³ (SINE_3 + t² SINE_5), 1 − cos t ≈ t² (COSINE_2 + t² (COSINE_4 + t² COSINE_6)), for |t| ≤ 2^−8. */
const SINE_3 = -0.16666666666666488;
const SINE_5 = 0.008333332142857223;
const COSINE_2 = 0.5;
const COSINE_4 = -0.04166666666666644;
const COSINE_6 = 0.001388888740079376;
