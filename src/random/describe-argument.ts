import { quoted } from "../text/printable.ts";

/** A value as an error message shows it: `-1`, `"abc"`, `7n`, `[1, 2]`, `undefined`. */
export function describeArgument(value: unknown): string {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return `[${value.map(describeArgument).join(", ")}]`;
  if (typeof value === "object" && value !== null)
    return `an object (${value.constructor?.name ?? "Object"})`;
  return typeof value === "function" ? "a function" : String(value);
}

/** Throws unless `value` is a finite number above 0; for draws that would never end with another. */
export function assertPositive(where: string, name: string, value: number): void {
  if (value > 0 && value < Infinity) return;
  throw new RangeError(`${where}: ${name} is ${describeArgument(value)}; it must be above 0 and finite`);
}

/** Throws unless `value` is an integer from `least` up that a number holds exactly. */
export function assertInteger(where: string, name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new RangeError(
    `${where}: ${name} is ${describeArgument(value)}; it must be an integer from ${least} to 2^53 − 1`,
  );
}
