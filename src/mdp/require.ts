import { describeValue } from "../environments/index.ts";

/** How far from 1 the sum of a row of probabilities may be, for those that were rounded when they were written down. */
const sumTolerance = 1e-8;

/** @throws unless the value is a finite number */
export function requireFinite(name: string, value: unknown): void {
  if (Number.isFinite(value)) return;
  throw new RangeError(`mdp: ${name} is ${describeValue(value)}; it must be a finite number.`);
}

/** @throws unless the value is an integer from `least` up */
export function requireInteger(name: string, value: unknown, least: number): void {
  if (Number.isSafeInteger(value) && (value as number) >= least) return;
  throw new RangeError(`mdp: ${name} is ${describeValue(value)}; it must be an integer, ${least} or above.`);
}

/** @throws unless the value is a number from 0 to 1 (or above by no more than rounding) */
export function requireProbability(name: string, value: unknown): void {
  if (typeof value === "number" && value >= 0 && value <= 1 + sumTolerance) return;
  throw new RangeError(
    `mdp: ${name} is ${describeValue(value)}; a probability must be a number from 0 to 1.`,
  );
}

/** @throws unless the sum of a row of probabilities is 1 */
export function requireSumOne(name: string, sum: number): void {
  if (Math.abs(sum - 1) <= sumTolerance) return;
  const off = Number((sum - 1).toPrecision(6));
  throw new RangeError(
    `mdp: ${name} sums to ${Number(sum.toPrecision(12))}, which is ${Math.abs(off)} too ${off > 0 ? "much" : "little"}; ` +
      "the probabilities of a row must sum to 1.",
  );
}

/** @throws unless these are probabilities that sum to 1 */
export function requireDistribution(name: string, probabilities: ArrayLike<number>): void {
  let sum = 0;
  for (let i = 0; i < probabilities.length; i++) {
    requireProbability(`${name}[${i}]`, probabilities[i]);
    sum += probabilities[i];
  }
  requireSumOne(name, sum);
}
