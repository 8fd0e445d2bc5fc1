import * as v from "valibot";
import { inWords } from "../text/did-you-mean.ts";
import { noSuchOption, requireOptionsObject, unknownNames } from "../text/known-options.ts";
import { OptionsError } from "../text/options-error.ts";
import { valueInText } from "../text/value-in-text.ts";

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
export type OptionType = "integer" | "number" | "boolean" | "choice" | "list";

/** One row of a table: a schema that carries its description, with a default. */
export type Option<Value> = v.OptionalSchema<Schema<Value>, Value>;

/** The rows by name. */
export type OptionEntries = Readonly<Record<string, Option<unknown>>>;

/** A table of options: a Valibot schema whose every entry is optional. */
export type OptionsTable<Entries extends OptionEntries = OptionEntries> = v.StrictObjectSchema<
  Entries,
  undefined
>;

/** The complete options of a table. What a caller passes is a `Partial` of it. */
export type OptionsOf<Table extends OptionsTable> = Readonly<v.InferOutput<Table>>;

/** Makes a table of its rows. */
export function optionsTable<const Entries extends OptionEntries>(entries: Entries): OptionsTable<Entries> {
  return v.strictObject(entries);
}

// The rows.

type Schema<Value> = v.BaseSchema<Value, Value, v.BaseIssue<unknown>>;

/** What values a row may have, whatever its default: what `orNone` needs to know of another row. */
interface Domain<Value> {
  readonly type: OptionType;
  /** Continues "it must be …". */
  readonly allowed: string;
  /** Whether it is rounded to float32 before anything is computed with it. */
  readonly float32?: boolean;
  readonly schema: Schema<Value>;
}

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

function option<Value>(
  { type, allowed, float32 = false, schema }: Domain<Value>,
  fallback: Value,
  description: string,
): Option<Value> {
  return v.optional(
    v.pipe(schema, v.metadata({ type, allowed, float32 }), v.description(description)),
    fallback as never,
  );
}

const finite = v.pipe(v.number(), v.finite());
/** Whether rounding makes Infinity or 0 of a number, as of 1e300 and 1e-60, or 1 of one that is just below. */
function isLostInFloat32(value: number): boolean {
  const rounded = Math.fround(value);
  return (
    Number.isFinite(value) &&
    value !== rounded &&
    (!Number.isFinite(rounded) || rounded === 0 || rounded === 1)
  );
}

const inFloat32 = v.check((value: number) => !isLostInFloat32(value));
const whole = v.pipe(v.number(), v.safeInteger());

/** A whole number from 1. */
export const positiveInteger: Row<number> = row({
  type: "integer",
  allowed: "a whole number from 1",
  schema: v.pipe(whole, v.minValue(1)),
});

/** A whole number from 0. */
export const nonNegativeInteger: Row<number> = row({
  type: "integer",
  allowed: "a whole number from 0",
  schema: v.pipe(whole, v.minValue(0)),
});

/** Any finite number. */
export const finiteNumber: Row<number> = row({ type: "number", allowed: "a finite number", schema: finite });

/** A finite number above 0, in float32 too, which is what programs compute in. */
export const positiveNumber: Row<number> = row({
  type: "number",
  allowed: "a number above 0",
  float32: true,
  schema: v.pipe(finite, v.gtValue(0), inFloat32),
});

/** A finite number from 0, in float32 too. */
export const nonNegativeNumber: Row<number> = row({
  type: "number",
  allowed: "a number from 0",
  float32: true,
  schema: v.pipe(finite, v.minValue(0), inFloat32),
});

/** A number from 0 to 1, both included. */
export const fraction: Row<number> = row({
  type: "number",
  allowed: "a number from 0 to 1",
  schema: v.pipe(finite, v.minValue(0), v.maxValue(1)),
});

/** The same for what programs compute with, in float32. */
export const fractionInFloat32: Row<number> = row({
  type: "number",
  allowed: "a number from 0 to 1",
  float32: true,
  schema: v.pipe(finite, v.minValue(0), v.maxValue(1), inFloat32),
});

/** True or false. */
export const flag: Row<boolean> = row({ type: "boolean", allowed: "true or false", schema: v.boolean() });

/** A list of whole numbers from 1; it may be empty. */
export const positiveIntegers: Row<readonly number[]> = row({
  type: "list",
  allowed: "a list of whole numbers from 1",
  schema: v.pipe(v.array(positiveInteger.domain.schema), v.readonly()) as Schema<readonly number[]>,
});

/** One of a few words. */
export function oneOf<const Choice extends string>(
  choices: readonly Choice[],
  fallback: NoInfer<Choice>,
  description: string,
): Option<Choice> {
  const allowed = inWords(choices.map((choice) => `"${choice}"`));
  return option<Choice>({ type: "choice", allowed, schema: v.picklist(choices) }, fallback, description);
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
    const schema = v.union([v.literal(word), domain.schema]) as unknown as Schema<Value | Word>;
    return option<Value | Word>({ ...domain, allowed, schema }, fallback, description);
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
  const names = Object.keys(table.entries);
  const problems = unknownNames(given, names).map((name) => noSuchOption(owner, name, names));

  const complete = Object.entries(table.entries).map(([name, entry]) => {
    const result = v.safeParse(entry, given[name]);
    if (!result.success) problems.push(wrongValue(entry, name, given[name], owner));
    return [name, result.output];
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
  return Object.entries(table.entries).map(([name, entry]) => ({
    name,
    type: domainOf(entry).type,
    allowed: domainOf(entry).allowed,
    default: v.getDefault(entry),
    description: v.getDescription(entry.wrapped) ?? "",
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
  if (!Object.hasOwn(table.entries, name)) {
    throw new OptionsError([noSuchOption(owner, name, Object.keys(table.entries))]);
  }
  const entry = table.entries[name];
  const result = v.safeParse(entry, readText(domainOf(entry).type, text.trim()));
  if (!result.success) throw new OptionsError([wrongValue(entry, name, text, owner)]);
  return result.output;
}

/** Text that cannot be read stays text, which the schema then turns down. */
function readText(type: OptionType, text: string): unknown {
  switch (type) {
    case "integer":
    case "number":
      return readNumber(text);
    case "boolean":
      return text === "true" ? true : text === "false" ? false : text;
    case "choice":
      return text;
    case "list": {
      const items = text.replace(/^\[(.*)\]$/, "$1").trim();
      return items === "" ? [] : items.split(",").map((item) => readNumber(item.trim()));
    }
  }
}

const numberPattern = /^[+-]?(\d+(_\d+)*)?(\.\d*)?(e[+-]?\d+)?$/i;

function readNumber(text: string): number | string {
  return /\d/.test(text) && numberPattern.test(text) ? Number(text.replaceAll("_", "")) : text;
}

function domainOf({ wrapped }: Option<unknown>): Required<Omit<Domain<unknown>, "schema">> {
  return v.getMetadata(wrapped) as Required<Omit<Domain<unknown>, "schema">>;
}

function wrongValue(entry: Option<unknown>, name: string, value: unknown, owner: string): string {
  const { allowed, float32 } = domainOf(entry);
  const number = typeof value === "string" ? readNumber(value) : value;
  const lost = float32 && typeof number === "number" && isLostInFloat32(number);
  const rounded = lost ? `, and the float32 that programs compute with would be ${Math.fround(number)}` : "";
  return `${owner}: option ${name} is ${valueInText(value)}; it must be ${allowed}${rounded}.`;
}
