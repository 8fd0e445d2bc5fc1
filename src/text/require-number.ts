import { valueInText } from "./value-in-text.ts";

/** @throws RangeError unless the value is an integer from `least` on that a number holds exactly; the message begins with `name` */
export function requireInteger(name: string, value: unknown, least: number): void {
  if (Number.isSafeInteger(value) && (value as number) >= least) return;
  const limit = typeof value === "number" && value > Number.MAX_SAFE_INTEGER ? " to 2^53 − 1" : "";
  throw new RangeError(`${name} is ${valueInText(value)}; it must be an integer from ${least}${limit}`);
}

/** @throws RangeError unless the value is a finite number */
export function requireFinite(name: string, value: unknown): void {
  if (Number.isFinite(value)) return;
  throw new RangeError(`${name} is ${valueInText(value)}; it must be a finite number`);
}

/** @throws RangeError unless the value is a finite number above 0 */
export function requirePositive(name: string, value: unknown): void {
  if (typeof value === "number" && value > 0 && value < Infinity) return;
  throw new RangeError(`${name} is ${valueInText(value)}; it must be above 0 and finite`);
}

/** @throws RangeError unless the value is a number from 0 to 1 */
export function requireFraction(name: string, value: unknown): void {
  if (typeof value === "number" && value >= 0 && value <= 1) return;
  throw new RangeError(`${name} is ${valueInText(value)}; it must be from 0 to 1`);
}

/** @throws RangeError if the array has fewer than `length` elements */
export function requireLength(name: string, array: ArrayLike<number>, length: number): void {
  if (array.length >= length) return;
  throw new RangeError(`${name} has ${array.length} elements; it must have ${length} or more`);
}
