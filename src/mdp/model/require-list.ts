import { valueInText } from "../../text/value-in-text.ts";

/** @throws TypeError unless the value is a list: an array, a typed array, or what has numbered entries and a length */
export function requireList(name: string, value: unknown): asserts value is ArrayLike<unknown> {
  const length =
    typeof value === "object" ? (value as Partial<ArrayLike<unknown>> | null)?.length : undefined;
  if (typeof length === "number") return;
  throw new TypeError(`mdp: ${name} is ${valueInText(value)}; it must be a list.`);
}
