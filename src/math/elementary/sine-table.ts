import { add, type DoubleDouble, divideByInteger, doubleDouble, multiply, negate } from "../double-double.ts";

/** The distance between two points of the table, in radians. */
const SINE_TABLE_STEP = 2 ** -7;

/** Where the entries for k = 0 begin. */
export const SINE_TABLE_ZERO = 4 * 128;
export const SINE_TABLE_LENGTH = 2 * SINE_TABLE_ZERO;

/**
 * Fills a table of zeros: for k = −127 … 127, from {@link SINE_TABLE_ZERO} + 4k on, sin(k/128) and its rounding error,
 * cos(k/128) and its rounding error; each pair holds about 100 bits.
 */
export function fillSineTable(table: Float64Array): void {
  const sineStep = sineSeries(doubleDouble(SINE_TABLE_STEP));
  const cosineStep = cosineSeries(doubleDouble(SINE_TABLE_STEP));
  let sine = doubleDouble(0);
  let cosine = doubleDouble(1);
  for (let at = 0; at < SINE_TABLE_ZERO; at += 4) {
    table.set([-sine.high, -sine.low, cosine.high, cosine.low], SINE_TABLE_ZERO - at);
    table.set([sine.high, sine.low, cosine.high, cosine.low], SINE_TABLE_ZERO + at);
    [sine, cosine] = [
      add(multiply(sine, cosineStep), multiply(cosine, sineStep)),
      add(multiply(cosine, cosineStep), negate(multiply(sine, sineStep))),
    ];
  }
}

/** x − x³/3! + x⁵/5! − …, for x ≤ 2^−7. */
function sineSeries(x: DoubleDouble): DoubleDouble {
  return alternatingSeries(x, x, 2);
}

/** 1 − x²/2! + x⁴/4! − …, for x ≤ 2^−7. */
function cosineSeries(x: DoubleDouble): DoubleDouble {
  return alternatingSeries(doubleDouble(1), x, 1);
}

/** The sum of the terms that begin with `term` and go on by a factor −x²/(n(n + 1)), n = firstDivisor, +2, +4, … */
function alternatingSeries(term: DoubleDouble, x: DoubleDouble, firstDivisor: number): DoubleDouble {
  const minusSquare = negate(multiply(x, x));
  let sum = term;
  for (let n = firstDivisor; n < firstDivisor + 16; n += 2) {
    term = divideByInteger(multiply(term, minusSquare), n * (n + 1));
    sum = add(sum, term);
  }
  return sum;
}
