import { UsageError } from "../command.ts";

/**
 * Reads a whole number of the command line; underscores may group its digits.
 *
 * @throws {UsageError} if it is none, or below `minimum`
 */
export function parseCount(option: string, text: string, minimum: number): number {
  const count = /^\d+(_\d+)*$/.test(text) ? Number(text.replaceAll("_", "")) : Number.NaN;
  if (Number.isSafeInteger(count) && count >= minimum) return count;
  throw new UsageError(`${option} is "${text}"; it must be a whole number from ${minimum}.`);
}
