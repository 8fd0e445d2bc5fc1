import { valueInText } from "./value-in-text.ts";

/** @throws TypeError unless the value is true or false: a text such as "false" would count as true */
export function requireFlag(name: string, value: unknown): void {
  if (typeof value === "boolean") return;
  throw new TypeError(`${name} is ${valueInText(value)}; it must be true or false.`);
}
