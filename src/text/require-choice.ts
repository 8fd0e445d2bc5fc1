import { valueInText } from "./value-in-text.ts";

/** @throws RangeError unless the value is one of the names: a misspelt one would otherwise choose what is left */
export function requireChoice(name: string, value: unknown, names: readonly string[]): void {
  if (names.includes(value as string)) return;
  throw new RangeError(`${name} is ${valueInText(value)}; it must be one of: ${names.join(", ")}`);
}
