import { UsageError } from "../command.ts";
import type { Arguments } from "./parse-arguments.ts";

/**
 * Reads a whole number of the command line, such as 10_000 or 1e4.
 *
 * @throws {UsageError} if it is none, or below `minimum`
 */
export function parseCount(option: string, text: string, minimum: number): number {
  const count = /^\d+(_\d+)*(e\d+)?$/i.test(text) ? Number(text.replaceAll("_", "")) : Number.NaN;
  if (Number.isSafeInteger(count) && count >= minimum) return count;
  throw new UsageError(`${option} is "${text}"; it must be a whole number from ${minimum}.`);
}

/**
 * The whole number that an option has, or another where it is not given.
 *
 * @throws {UsageError} as {@link parseCount} does
 */
export function countOf(parsed: Arguments, name: string, otherwise: number, minimum: number): number {
  const text = parsed.value(name);
  return text === undefined ? otherwise : parseCount(`--${name}`, text, minimum);
}
