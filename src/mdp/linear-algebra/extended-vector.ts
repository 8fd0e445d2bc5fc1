/**
 * Numbers of about 106 bits, each the unevaluated sum of two float64, |low| ≤ ½ ulp(high), as in math/double-double.ts;
 * changed in place, so that loops allocate nothing.
 * Source: T. J. Dekker, “A floating-point technique for extending the available precision”, Numerische Mathematik 18
 * (1971).
 */
export interface ExtendedVector {
  readonly high: Float64Array;
  readonly low: Float64Array;
}

/** The numbers as they are; `high` is not copied. */
export function extended(high: Float64Array): ExtendedVector {
  return { high, low: new Float64Array(high.length) };
}

export function copyOf({ high, low }: ExtendedVector): ExtendedVector {
  return { high: high.slice(), low: low.slice() };
}

/** x[at] += high + low */
export function addTo(x: ExtendedVector, at: number, high: number, low: number): void {
  const old = x.high[at];
  const sum = old + high;
  const shifted = sum - old;
  const rest = old - (sum - shifted) + (high - shifted) + (x.low[at] + low);
  const rounded = sum + rest;
  x.high[at] = rounded;
  x.low[at] = rest - (rounded - sum);
}

/** x[at] += factor · (high + low) */
export function addProduct(x: ExtendedVector, at: number, factor: number, high: number, low: number): void {
  const product = factor * high;
  addTo(x, at, product, productError(factor, high, product) + factor * low);
}

/** x[at] /= high + low, to about 2^−104 */
export function divideBy(x: ExtendedVector, at: number, high: number, low: number): void {
  const quotient = x.high[at] / high;
  addProduct(x, at, -quotient, high, low);
  const rest = (x.high[at] + x.low[at]) / high;
  x.high[at] = quotient;
  x.low[at] = 0;
  addTo(x, at, rest, 0);
}

/** factor · x, for powers of 2. */
export function scaled({ high, low }: ExtendedVector, factor: number): ExtendedVector {
  return { high: high.map((value) => factor * value), low: low.map((value) => factor * value) };
}

/** Where the largest of some numbers is between 2^−300 and 2^300, products of theirs stay within range. */
const mostExponent = 300;

/** A power of 2 that brings the largest number near enough to 1 to compute with it. */
export function scaleFor(values: Float64Array): number {
  const largest = largestOf(values);
  if (!Number.isFinite(largest) || largest === 0) return 1;
  const exponent = Math.ceil(Math.log2(largest));
  const wanted = Math.min(Math.max(exponent, -mostExponent), mostExponent);
  return 2 ** (wanted - exponent);
}

/** The largest absolute value. */
export function largestOf(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** The splitter of 26 and 27 bits. */
const splitter = 2 ** 27 + 1;

/** a b − fl(a b), exactly. */
function productError(a: number, b: number, product: number): number {
  const aScaled = a * splitter;
  const aTop = aScaled - (aScaled - a);
  const aRest = a - aTop;
  const bScaled = b * splitter;
  const bTop = bScaled - (bScaled - b);
  const bRest = b - bTop;
  return aTop * bTop - product + aTop * bRest + aRest * bTop + aRest * bRest;
}
