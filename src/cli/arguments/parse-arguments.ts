import { parseArgs } from "node:util";
import { didYouMean } from "../../text/did-you-mean.ts";
import { type Syntax, UsageError } from "../command.ts";

/** The arguments of a command, by what they mean. */
export interface Arguments {
  readonly positionals: readonly string[];
  /** Is the flag there? */
  flag(name: string): boolean;
  /** The value of `--name`. */
  value(name: string): string | undefined;
  /** All values of `--name`. */
  values(name: string): readonly string[];
}

/**
 * Reads the arguments of a command. `--name value` and `--name=value` are the same; options and positionals come in
 * any order; after `--` everything is positional.
 *
 * @throws {UsageError} on options that the command does not have, on missing values, on an option that is given twice
 *   and takes one value, and on too few or too many positionals
 */
export function parseArguments(syntax: Syntax, args: readonly string[]): Arguments {
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(syntax.options).map(([name, { value }]) => [
        name,
        { type: value === undefined ? "boolean" : "string" },
      ]),
    ),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });

  const given = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const value = optionValue(syntax, token);
    requireOnce(syntax, token, given.get(token.name)?.at(-1));
    given.set(token.name, [...(given.get(token.name) ?? []), value]);
  }
  requirePositionals(syntax, positionals, (name) => given.has(name));
  return {
    positionals,
    flag: (name) => given.has(name),
    value: (name) => given.get(name)?.at(-1),
    values: (name) => given.get(name) ?? [],
  };
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

/** The value of an option; "" for a flag. */
function optionValue(syntax: Syntax, { name, rawName, value, inlineValue }: OptionToken): string {
  const option = Object.hasOwn(syntax.options, name) ? syntax.options[name] : undefined;
  if (option === undefined || !rawName.startsWith("--")) {
    const names = Object.keys(syntax.options);
    const dashed = (name: string) => `--${name}`;
    const hint = didYouMean(name, names, `The options are ${names.map(dashed).join(", ")}.`, dashed);
    throw new UsageError(`${syntax.name}: there is no option ${rawName}. ${hint}`);
  }
  if (option.value === undefined) {
    if (value !== undefined)
      throw new UsageError(`${syntax.name}: ${rawName} takes no value, found "${value}".`);
    return "";
  }
  if (value === undefined || (!inlineValue && value.startsWith("--"))) {
    throw new UsageError(`${syntax.name}: ${rawName} needs a value: ${rawName} ${option.value}.`);
  }
  return value;
}

/** Of two values, one would be passed over without a word. */
function requireOnce(
  { name: command, options }: Syntax,
  { name, value }: OptionToken,
  before: string | undefined,
): void {
  if (value === undefined || before === undefined || options[name]?.multiple) return;
  throw new UsageError(
    `${command}: --${name} is given twice: "${before}" and "${value}". Leave one of them out.`,
  );
}

function requirePositionals(
  { name, positionals }: Syntax,
  given: readonly string[],
  hasOption: (name: string) => boolean,
): void {
  const missing = positionals[given.length];
  if (missing && !(missing.unless && hasOption(missing.unless)))
    throw new UsageError(`${name}: <${missing.name}> is missing (${missing.description}).`);
  if (given.length > positionals.length && !positionals.at(-1)?.multiple) {
    throw new UsageError(`${name}: "${given[positionals.length]}" is one argument too many.`);
  }
}
