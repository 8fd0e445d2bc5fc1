import { valueInText } from "../text/value-in-text.ts";

/** Below every number above 0 that float32 has. */
export const aboveZero = 1e-45;

/** @throws RangeError unless the value, in the float32 that programs compute with, is from `least` to below `limit` */
export function requireInFloat32(name: string, value: unknown, least = 0, limit = Infinity): void {
  const rounded = typeof value === "number" ? Math.fround(value) : NaN;
  if (rounded >= least && rounded < limit) return;
  throw new RangeError(
    `${name} is ${valueInText(value)}; it must be from ${least} to below ${limit} in float32`,
  );
}

/** @throws TypeError unless there is a learning rate: a finite number, or an expression */
export function requireLearningRate(owner: string, value: unknown): void {
  if (Number.isFinite(value) || (typeof value === "object" && value !== null)) return;
  throw new TypeError(
    `${owner}: learningRate is ${valueInText(value)}; it must be a finite number, or an expression of one`,
  );
}
