import { valueInText } from "./value-in-text.ts";

/**
 * What is wrong with a record that must be plain data, as JSON has it, so that it can be sent and written down: undefined if
 * nothing is. No record at all is fine, and a member that is `undefined` counts as left out.
 *
 * @param name what the record is called
 */
export function explainPlainRecord(name: string, record: unknown): string | undefined {
  if (record === undefined) return undefined;
  if (isPlainObject(record)) return explainPlainData(name, record, 0);
  return `${name} is ${valueInText(record)}; it must be a record of plain data such as { size: 5 }`;
}

const deepest = 64;

function explainPlainData(path: string, value: unknown, depth: number): string | undefined {
  if (value === null || typeof value === "string" || typeof value === "boolean") return undefined;
  if (typeof value === "number" && Number.isFinite(value)) return undefined;
  const isList = Array.isArray(value);
  if ((!isList && !isPlainObject(value)) || depth === deepest) {
    return `${path} is ${valueInText(value)}; it must be plain data, as JSON has it`;
  }
  for (const [key, item] of Object.entries(value as object)) {
    if (item === undefined && !isList) continue;
    const problem = explainPlainData(isList ? `${path}[${key}]` : `${path}.${key}`, item, depth + 1);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Also one of another realm: a literal's prototype is at the end of its chain. */
function isPlainObject(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
