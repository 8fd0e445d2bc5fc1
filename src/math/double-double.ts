/**
 * A number of about 106 bits: the unevaluated sum of two float64, |low| ≤ ½ ulp(high). Only tables are computed with it,
 * when a module is loaded.
 * Source: T. J. Dekker, “A floating-point technique for extending the available precision”, Numerische Mathematik 18
 * (1971).
 */
export interface DoubleDouble {
  readonly high: number;
  readonly low: number;
}

/** x as a double-double. */
export function doubleDouble(high: number, low = 0): DoubleDouble {
  const sum = high + low;
  return { high: sum, low: low - (sum - high) };
}

/** a + b, to about 2^−104 of |a| + |b|. */
export function add(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const sum = a.high + b.high;
  const shifted = sum - a.high;
  const error = a.high - (sum - shifted) + (b.high - shifted);
  return doubleDouble(sum, error + (a.low + b.low));
}

/** −a. */
export function negate(a: DoubleDouble): DoubleDouble {
  return { high: -a.high, low: -a.low };
}

/** a · b, to about 2^−104 of |a b|. */
export function multiply(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const product = a.high * b.high;
  const aTop = topHalf(a.high);
  const aRest = a.high - aTop;
  const bTop = topHalf(b.high);
  const bRest = b.high - bTop;
  const error = aTop * bTop - product + aTop * bRest + aRest * bTop + aRest * bRest;
  return doubleDouble(product, error + (a.high * b.low + a.low * b.high));
}

/** a / n for a small integer n, to about 2^−104 of |a / n|. */
export function divideByInteger(a: DoubleDouble, n: number): DoubleDouble {
  const quotient = a.high / n;
  const back = multiply(doubleDouble(quotient), doubleDouble(n));
  return doubleDouble(quotient, (a.high - back.high - back.low + a.low) / n);
}

/** The 26 leading bits of x (Dekker's and Veltkamp's split). */
function topHalf(x: number): number {
  const scaled = x * (2 ** 27 + 1);
  return scaled - (scaled - x);
}
