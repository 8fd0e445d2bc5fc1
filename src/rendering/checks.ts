import { describeValue } from "../text/describe-value.ts";
import { valueInText } from "../text/value-in-text.ts";

export type Fields = Readonly<Record<string, unknown>>;

/**
 * What is wrong with a value, as a message goes on after the value's name: " is 3; it must be …", "[2] is …". Undefined
 * where nothing is: every frame is checked, and text is put together only for what is wrong.
 *
 * @param of the record that the value is in
 */
export type Check = (value: unknown, of: Fields) => string | undefined;

/** The fields that a record must have. It may have others. */
export type Checks = Readonly<Record<string, Check>>;

/**
 * @param where what the message begins with, up to the field's name
 * @throws TypeError for the first field that its check does not allow
 */
export function requireFields(where: string, checks: Checks, value: unknown): void {
  const fault = faultOfFields(checks, Object(value ?? {}));
  if (fault !== undefined) throw new TypeError(`${where}${fault}.`);
}

/** Values of one kind, which the text says: "it must be …". */
export function one(isAllowed: (value: unknown) => boolean, allowed: string): Check {
  return (value) => (isAllowed(value) ? undefined : faultOf(value, allowed));
}

export const finite: Check = one(Number.isFinite, "a finite number");

export function integer(least: number, most = Infinity): Check {
  const isAllowed = (value: unknown) =>
    Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
  return one(isAllowed, `an integer from ${least}${most === Infinity ? "" : ` to ${most}`}`);
}

/** The names that a table has an entry for. */
export function nameIn(table: object): Check {
  const isAllowed = (value: unknown) => typeof value === "string" && Object.hasOwn(table, value);
  return one(isAllowed, `one of: ${Object.keys(table).join(", ")}`);
}

/** Two finite numbers. */
export const pair: Check = one((value) => isNumbers(value, 2), "two finite numbers");

export const point: Check = one((value) => isNumbers(value, 2), "two finite numbers [x, y]");

export function isNumbers(value: unknown, count: number): value is ArrayLike<number> {
  if (!(Array.isArray(value) || ArrayBuffer.isView(value)) || lengthOf(value) !== count) return false;
  for (let i = 0; i < count; i++) {
    if (!Number.isFinite((value as ArrayLike<unknown>)[i])) return false;
  }
  return true;
}

export function list(item: Check, least = 0): Check {
  const allowed = `a list${least > 0 ? ` of ${least} or more` : ""}`;
  return (value, of) => {
    if (!Array.isArray(value) || value.length < least) return faultOf(value, allowed);
    return faultOfItems(item, value, of);
  };
}

/** A list of one row or more, all of them whole. How many items a row has follows from the fields that were checked before. */
export function rows(item: Check, itemsOfRow: (of: { readonly [name: string]: number }) => number): Check {
  return (value, of) => {
    const [length, each] = [lengthOf(value), itemsOfRow(of as Readonly<Record<string, number>>)];
    if (length === undefined) return faultOf(value, "a list");
    if (length === 0 || length % each !== 0) {
      return ` has ${length} elements; it must have whole rows of ${each}, one or more`;
    }
    return faultOfItems(item, value as ArrayLike<unknown>, of);
  };
}

export function record(checks: Checks): Check {
  const allowed = `an object with ${Object.keys(checks).join(" and ")}`;
  return (value) => {
    if (typeof value !== "object" || value === null) return faultOf(value, allowed);
    const fault = faultOfFields(checks, value as Fields);
    return fault && `.${fault}`;
  };
}

export function faultOf(value: unknown, allowed: string): string {
  const isOther = typeof value === "object" && !Array.isArray(value);
  return ` is ${isOther ? describeValue(value) : valueInText(value)}; it must be ${allowed}`;
}

function faultOfItems(item: Check, items: ArrayLike<unknown>, of: Fields): string | undefined {
  for (let i = 0; i < items.length; i++) {
    const fault = item(items[i], of);
    if (fault !== undefined) return `[${i}]${fault}`;
  }
  return undefined;
}

function faultOfFields(checks: Checks, value: Fields): string | undefined {
  for (const name in checks) {
    const fault = checks[name](value[name], value);
    if (fault !== undefined) return `${name}${fault}`;
  }
  return undefined;
}

function lengthOf(value: unknown): number | undefined {
  const { length } = Object(value ?? {}) as { readonly length?: unknown };
  return typeof value === "object" && Number.isInteger(length) ? (length as number) : undefined;
}
