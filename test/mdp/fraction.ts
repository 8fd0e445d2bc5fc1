/** Exact rational numbers, for oracles without rounding. */
export interface Fraction {
  readonly numerator: bigint;
  /** Above 0, without a common divisor with the numerator. */
  readonly denominator: bigint;
}

function fraction(numerator: bigint, denominator: bigint): Fraction {
  let [a, b] = [numerator < 0n ? -numerator : numerator, denominator < 0n ? -denominator : denominator];
  const sign = denominator < 0n ? -1n : 1n;
  const [top, bottom] = [sign * numerator, b];
  while (b !== 0n) [a, b] = [b, a % b];
  return { numerator: top / a, denominator: bottom / a };
}

export const zero: Fraction = { numerator: 0n, denominator: 1n };
export const one: Fraction = { numerator: 1n, denominator: 1n };

/** A float64 as it is. */
export function exactly(value: number): Fraction {
  let exponent = 0;
  let scaled = value;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    exponent++;
  }
  return fraction(BigInt(scaled), 1n << BigInt(exponent));
}

export function plus(a: Fraction, b: Fraction): Fraction {
  return fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

export function minus(a: Fraction, b: Fraction): Fraction {
  return plus(a, { numerator: -b.numerator, denominator: b.denominator });
}

export function times(a: Fraction, b: Fraction): Fraction {
  return fraction(a.numerator * b.numerator, a.denominator * b.denominator);
}

export function over(a: Fraction, b: Fraction): Fraction {
  return fraction(a.numerator * b.denominator, a.denominator * b.numerator);
}

/** The sign of a − b. */
export function compare(a: Fraction, b: Fraction): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
}

/** Rounded, to within an ulp or two. */
export function toNumber({ numerator, denominator }: Fraction): number {
  const bits = (value: bigint) => (value < 0n ? -value : value).toString(2).length;
  // 64 bits of the quotient, then its exponent.
  const shift = 64 - bits(numerator) + bits(denominator);
  const quotient =
    shift >= 0 ? (numerator << BigInt(shift)) / denominator : numerator / (denominator << BigInt(-shift));
  return Number(quotient) * 2 ** -Math.trunc(shift / 2) * 2 ** -(shift - Math.trunc(shift / 2));
}

/** x with A x = b, by Gauss and Jordan. */
export function solveExactly(matrix: readonly (readonly Fraction[])[], b: readonly Fraction[]): Fraction[] {
  const rows = matrix.map((row, i) => [...row, b[i]]);
  for (let k = 0; k < rows.length; k++) {
    const pivot = rows.findIndex((row, i) => i >= k && row[k].numerator !== 0n);
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    rows[k] = rows[k].map((value) => over(value, rows[k][k]));
    for (let i = 0; i < rows.length; i++) {
      const factor = rows[i][k];
      if (i === k || factor.numerator === 0n) continue;
      rows[i] = rows[i].map((value, j) => minus(value, times(factor, rows[k][j])));
    }
  }
  return rows.map((row) => row[rows.length]);
}
