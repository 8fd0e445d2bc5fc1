import { printable } from "./printable.ts";

/** A value as somebody would write it down, on one short line. */
export function valueInText(value: unknown): string {
  const text = Array.isArray(value)
    ? `[${value.slice(0, 60).map(itemInText).join(", ")}]`
    : itemInText(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function itemInText(value: unknown): string {
  if (typeof value === "string") return printable(JSON.stringify(value.slice(0, 100)));
  if (typeof value === "function") return "a function";
  if (typeof value === "bigint") return `${value}n`;
  if (Array.isArray(value)) return "a list";
  if (value instanceof Promise) return "a promise";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}
