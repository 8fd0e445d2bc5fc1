import { valueInText } from "../text/value-in-text.ts";

/** @throws RangeError unless the value is a share that is kept of a running mean or a velocity: from 0 to below 1 */
export function requireShare(name: string, value: unknown): void {
  if (typeof value === "number" && value >= 0 && value < 1) return;
  throw new RangeError(`${name} is ${valueInText(value)}; it must be from 0 to below 1`);
}

/** @throws RangeError unless the value is finite and not below 0 */
export function requireNotNegative(name: string, value: unknown): void {
  if (typeof value === "number" && value >= 0 && value < Infinity) return;
  throw new RangeError(`${name} is ${valueInText(value)}; it must be a finite number from 0 on`);
}

/** @throws TypeError unless there is a learning rate: a number, or an expression */
export function requireLearningRate(owner: string, value: unknown): void {
  if (typeof value === "number" || (typeof value === "object" && value !== null)) return;
  throw new TypeError(
    `${owner}: learningRate is ${valueInText(value)}; it must be a number, or an expression of one`,
  );
}
