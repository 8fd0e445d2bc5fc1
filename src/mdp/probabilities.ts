import { valueInText } from "../text/value-in-text.ts";

/**
 * How far from 1 the sum of a row of probabilities may be: for those that were rounded when they were written down. Such
 * rows are divided by their sum.
 */
export const sumTolerance = 1e-8;

/** Whether the value is a number from 0 to 1 (or above by no more than rounding). */
export function isProbability(value: unknown): boolean {
  return typeof value === "number" && value >= 0 && value <= 1 + sumTolerance;
}

/** @throws unless the value is a number from 0 to 1 (or above by no more than rounding) */
export function requireProbability(name: string, value: unknown): void {
  if (isProbability(value)) return;
  throw new RangeError(`mdp: ${name} is ${valueInText(value)}; a probability must be a number from 0 to 1.`);
}

/**
 * Divides the probabilities of a row by their sum, in place, where that misses 1 by more than rounding.
 *
 * @throws unless they sum to 1 within 1e-8
 */
export function normalizeRow(name: string, row: Float64Array): void {
  const sum = sumOf(row);
  if (!(Math.abs(sum - 1) <= sumTolerance)) {
    const off = Number((sum - 1).toPrecision(6));
    throw new RangeError(
      `mdp: ${name} sums to ${Number(sum.toPrecision(12))}, which is ${Math.abs(off)} too ${off > 0 ? "much" : "little"}; ` +
        `the probabilities of a row must sum to 1 within ${sumTolerance}, and are then divided by their sum.`,
    );
  }
  // What rounding of each probability can bring about is left as it is, so that sound rows keep their bits.
  if (Math.abs(sum - 1) <= row.length * 2 ** -53) return;
  for (let i = 0; i < row.length; i++) row[i] /= sum;
}

/**
 * A copy of probabilities, divided by their sum.
 *
 * @throws unless these are probabilities that sum to 1 within 1e-8
 */
export function normalizedDistribution(name: string, probabilities: ArrayLike<number>): Float64Array {
  // A name for each of them would take longer than all else.
  for (let i = 0; i < probabilities.length; i++) {
    if (!isProbability(probabilities[i])) requireProbability(`${name}[${i}]`, probabilities[i]);
  }
  const row = Float64Array.from(probabilities);
  normalizeRow(name, row);
  return row;
}

/** The sum, rounded once (Neumaier 1974), so that long rows are not off by what their length adds. */
export function sumOf(values: Float64Array): number {
  let sum = 0;
  let rest = 0;
  for (const value of values) {
    const next = sum + value;
    rest += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + rest;
}
