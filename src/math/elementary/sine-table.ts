import { add, type DoubleDouble, divideByInteger, doubleDouble, multiply, negate } from "../double-double.ts";

/** The distance between two points of {@link SINE_TABLE}, in radians. */
const SINE_TABLE_STEP = 2 ** -7;

/**
 * For k = 0 … 127, at 4k: sin(k/128) and its rounding error, cos(k/128) and its rounding error; each pair holds about 100 bits.
 */
export const SINE_TABLE: Float64Array = /* @__PURE__ */ new Float64Array(4 * 128);

/** Fills the table, before it is first read: until then the cosine of 0 in it is 0. */
export function fillSineTable(): void {
  const sineStep = sineSeries(doubleDouble(SINE_TABLE_STEP));
  const cosineStep = cosineSeries(doubleDouble(SINE_TABLE_STEP));
  let sine = doubleDouble(0);
  let cosine = doubleDouble(1);
  for (let at = 0; at < SINE_TABLE.length; at += 4) {
    SINE_TABLE.set([sine.high, sine.low, cosine.high, cosine.low], at);
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
