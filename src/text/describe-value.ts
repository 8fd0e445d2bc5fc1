import { printable, quoted } from "./printable.ts";

/** A value in a few words, for error messages: "Float32Array of 3", "the number 7", "undefined". */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "number" || typeof value === "boolean") return `the ${typeof value} ${value}`;
  if (typeof value === "string") return `the string ${quoted(value, 40)}`;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (ArrayBuffer.isView(value) && "length" in value) return `${value.constructor.name} of ${value.length}`;
  if (typeof value === "object") {
    const keys = Object.keys(value);
    return keys.length === 0
      ? "an object without keys"
      : `an object with keys ${keys
          .slice(0, 8)
          .map((key) => printable(key, 40))
          .join(", ")}`;
  }
  return `a ${typeof value}`;
}
