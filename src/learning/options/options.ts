import type { Architecture } from "../../networks/index.ts";
import { inWords } from "../../text/did-you-mean.ts";
import { noSuchOption, requireOptionsObject, unknownNames } from "../../text/known-options.ts";
import { OptionsError } from "../../text/options-error.ts";
import { explainPlainRecord } from "../../text/plain-data.ts";
import { valueInText } from "../../text/value-in-text.ts";

/*
 * Options: what can be chosen about an algorithm, declared as a table. One row is one option: what it may be, its
 * default and what it is for.
 *
 *   export const ppoOptions = optionsTable({
 *     steps: positiveInteger(100_000, "environment steps to train for"),
 *     discount: fraction(0.99, "discount γ of the return"),
 *     hidden: positiveIntegers([64, 64], "units of each hidden layer"),
 *     schedule: oneOf(["constant", "linear"], "linear", "how the learning rate falls"),
 *     targetKl: orNone(positiveNumber, "none", "KL divergence beyond which an update ends early"),
 *   });
 *
 *   const { discount, hidden } = withDefaults(ppoOptions, { discount: 0.98 }, "ppo");
 */

/** What an option holds: a form would draw a different field for each. */
export type OptionType = "integer" | "number" | "boolean" | "choice" | "text" | "list" | "record";

/** What values a row may have, whatever its default: what `orNone` needs to know of another row. */
interface Domain<Value> {
  readonly type: OptionType;
  /** The values in words: continues "it must be …". */
  readonly allowed: string;
  /** Whether it is rounded to float32 before anything is computed with it. */
  readonly float32?: boolean;
  accepts(value: unknown): value is Value;
}

/** One row of a table. */
export interface Option<Value> extends Domain<Value> {
  readonly default: Value;
  /** What it is for. */
  readonly description: string;
}

/** A table of options: its rows by name. */
export type OptionsTable = Readonly<Record<string, Option<unknown>>>;

/** The complete options of a table. What a caller passes is a `Partial` of it. */
export type OptionsOf<Table extends OptionsTable> = {
  readonly [Name in keyof Table]: Table[Name] extends Option<infer Value> ? Value : never;
};

/** Makes a table of its rows. */
export function optionsTable<const Table extends OptionsTable>(rows: Table): Table {
  return rows;
}

// The rows.

/** Declares an option: its default, and what it is for (a phrase, with the unit or the letter of the formula). */
export interface Row<Value> {
  (fallback: Value, description: string): Option<Value>;
  readonly domain: Domain<Value>;
}

function row<Value>(domain: Domain<Value>): Row<Value> {
  return Object.assign((fallback: Value, description: string) => option(domain, fallback, description), {
    domain,
  });
}

function option<Value>(domain: Domain<Value>, fallback: Value, description: string): Option<Value> {
  return { ...domain, default: fallback, description };
}

/** Whether rounding makes Infinity or 0 of a number, as of 1e300 and 1e-60, or 1 of one that is just below. */
function isLostInFloat32(value: number): boolean {
  const rounded = Math.fround(value);
  return (
    Number.isFinite(value) &&
    value !== rounded &&
    (!Number.isFinite(rounded) || rounded === 0 || rounded === 1)
  );
}

/** The finite numbers for which a condition holds. */
const numbers =
  (holds: (value: number) => boolean) =>
  (value: unknown): value is number =>
    typeof value === "number" && Number.isFinite(value) && holds(value);

/** The same in the precision that programs compute in. */
const numbersInFloat32 = (holds: (value: number) => boolean) =>
  numbers((value) => holds(value) && !isLostInFloat32(value));

/** A whole number from 1. */
export const positiveInteger: Row<number> = row({
  type: "integer",
  allowed: "a whole number from 1",
  accepts: numbers((value) => Number.isSafeInteger(value) && value >= 1),
});

/** A whole number from 0. */
export const nonNegativeInteger: Row<number> = row({
  type: "integer",
  allowed: "a whole number from 0",
  accepts: numbers((value) => Number.isSafeInteger(value) && value >= 0),
});

/** Any finite number. */
export const finiteNumber: Row<number> = row({
  type: "number",
  allowed: "a finite number",
  accepts: numbers(() => true),
});

/** A finite number above 0, in float32 too, which is what programs compute in. */
export const positiveNumber: Row<number> = row({
  type: "number",
  allowed: "a number above 0",
  float32: true,
  accepts: numbersInFloat32((value) => value > 0),
});

/** A finite number from 0, in float32 too. */
export const nonNegativeNumber: Row<number> = row({
  type: "number",
  allowed: "a number from 0",
  float32: true,
  accepts: numbersInFloat32((value) => value >= 0),
});

const isFraction = (value: number) => value >= 0 && value <= 1;

/** A number from 0 to 1, both included. */
export const fraction: Row<number> = row({
  type: "number",
  allowed: "a number from 0 to 1",
  accepts: numbers(isFraction),
});

/** The same for what programs compute with, in float32. */
export const fractionInFloat32: Row<number> = row({
  type: "number",
  allowed: "a number from 0 to 1",
  float32: true,
  accepts: numbersInFloat32(isFraction),
});

/** A number between 0 and 1, neither included. */
export const properFraction: Row<number> = row({
  type: "number",
  allowed: "a number above 0 and below 1",
  accepts: numbers((value) => value > 0 && value < 1),
});

/** True or false. */
export const flag: Row<boolean> = row({
  type: "boolean",
  allowed: "true or false",
  accepts: (value) => typeof value === "boolean",
});

/** Any text. */
export const text: Row<string> = row({
  type: "text",
  allowed: "text",
  accepts: (value) => typeof value === "string",
});

/** A list of whole numbers from 1; it may be empty. */
export const positiveIntegers: Row<readonly number[]> = row({
  type: "list",
  allowed: "a list of whole numbers from 1",
  accepts: (value): value is readonly number[] =>
    Array.isArray(value) && value.every(positiveInteger.domain.accepts),
});

/** How a network is built, as data or by a function: see `Architecture`. What the kinds may hold is checked where it is built. */
export const architecture: Row<Architecture> = row({
  type: "record",
  allowed: 'an architecture such as { kind: "linear" }, or a function that builds a network',
  accepts: (value): value is Architecture =>
    typeof value === "function" ||
    (typeof (value as { readonly kind?: unknown } | null)?.kind === "string" &&
      explainPlainRecord("architecture", value) === undefined),
});

/** One of a few words. */
export function oneOf<const Choice extends string>(
  choices: readonly Choice[],
  fallback: NoInfer<Choice>,
  description: string,
): Option<Choice> {
  const allowed = inWords(choices.map((choice) => `"${choice}"`));
  const accepts = (value: unknown): value is Choice => (choices as readonly unknown[]).includes(value);
  return option<Choice>({ type: "choice", allowed, accepts }, fallback, description);
}

/** What another row allows, or the word "none": for what can be switched off. */
export const orNone = orWord("none");

/** What another row allows, or the word "auto": for what can be left to the algorithm. */
export const orAuto = orWord("auto");

function orWord<const Word extends string>(word: Word) {
  return <Value>(
    { domain }: Row<Value>,
    fallback: NoInfer<Value> | Word,
    description: string,
  ): Option<Value | Word> => {
    const allowed = `${domain.allowed}, or "${word}"`;
    const accepts = (value: unknown): value is Value | Word => value === word || domain.accepts(value);
    return option<Value | Word>({ ...domain, allowed, accepts }, fallback, description);
  };
}

// What is done with a table.

export { OptionsError };

/**
 * The complete options: those given, and the defaults of the others. An option that is `undefined` is not given.
 *
 * @param owner who takes the options, such as "ppo": begins the messages
 * @throws {OptionsError} on options that the table does not have, and on values of the wrong type or out of range;
 *   all of them in one message, which names the option, the value and what is allowed. NaN and the infinities are
 *   never allowed.
 */
export function withDefaults<Table extends OptionsTable>(
  table: Table,
  options: Partial<OptionsOf<Table>>,
  owner: string,
): OptionsOf<Table> {
  requireOptionsObject(owner, options, "{ seed: 1 }");
  const given: Readonly<Record<string, unknown>> = options;
  const names = Object.keys(table);
  const problems = unknownNames(given, names).map((name) => noSuchOption(owner, name, names));

  const complete = names.map((name) => {
    const row = table[name];
    const value = given[name] === undefined ? row.default : given[name];
    if (!row.accepts(value)) {
      problems.push(wrongValue(row, name, value, owner));
      return [name, undefined];
    }
    // A list or record of the caller's may change later, and the default must not.
    return [name, typeof value === "object" ? structuredClone(value) : value];
  });
  if (problems.length > 0) throw new OptionsError(problems);
  return Object.fromEntries(complete) as OptionsOf<Table>;
}

/** What can be said about one option. */
export interface OptionDescription {
  readonly name: string;
  readonly type: OptionType;
  /** The values that it may have, in words: "a number from 0 to 1". */
  readonly allowed: string;
  readonly default: unknown;
  /** What it is for. */
  readonly description: string;
}

/** Describes the options of a table, in its order. */
export function describeOptions(table: OptionsTable): OptionDescription[] {
  return Object.entries(table).map(([name, { type, allowed, default: value, description }]) => ({
    ...{ name, type, allowed, default: value, description },
  }));
}

/**
 * The value of one option, read from text as somebody types it: numbers (`1e-3`, `500_000`), `true` and `false`,
 * words, and lists (`64,64`, `[64, 64]`; nothing at all for the empty list).
 *
 * @param owner who takes the options, such as "ppo": begins the message
 * @throws {OptionsError} if there is no such option, or the value is not one that it may have
 */
export function parseOptionText(table: OptionsTable, name: string, text: string, owner: string): unknown {
  if (!Object.hasOwn(table, name)) throw new OptionsError([noSuchOption(owner, name, Object.keys(table))]);
  const row = table[name];
  const value = readText(row.type, text.trim());
  if (!row.accepts(value)) throw new OptionsError([wrongValue(row, name, text, owner)]);
  return value;
}

/** Text that cannot be read stays text, which no row with another type accepts. */
function readText(type: OptionType, text: string): unknown {
  switch (type) {
    case "integer":
    case "number":
      return readNumber(text);
    case "boolean":
      return text === "true" ? true : text === "false" ? false : text;
    case "choice":
    case "text":
      return text;
    case "record":
      return readJson(text);
    case "list": {
      const items = text.replace(/^\[(.*)\]$/, "$1").trim();
      return items === "" ? [] : items.split(",").map((item) => readNumber(item.trim()));
    }
  }
}

/** A word such as "auto" is no JSON. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const numberPattern = /^[+-]?(\d+(_\d+)*)?(\.\d*)?(e[+-]?\d+)?$/i;

function readNumber(text: string): number | string {
  return /\d/.test(text) && numberPattern.test(text) ? Number(text.replaceAll("_", "")) : text;
}

function wrongValue(
  { type, allowed, float32 }: Option<unknown>,
  name: string,
  value: unknown,
  owner: string,
): string {
  if (type === "record" && typeof value === "object" && value !== null && !Array.isArray(value)) {
    const notPlain = explainPlainRecord(`option ${name}`, value);
    if (notPlain !== undefined) return `${owner}: ${notPlain}.`;
  }
  const number = typeof value === "string" ? readNumber(value) : value;
  const lost = float32 && typeof number === "number" && isLostInFloat32(number);
  const rounded = lost ? `, and the float32 that programs compute with would be ${Math.fround(number)}` : "";
  return `${owner}: option ${name} is ${valueInText(value)}; it must be ${allowed}${rounded}.`;
}
