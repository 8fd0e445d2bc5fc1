import { didYouMean } from "./did-you-mean.ts";
import { nearestOptions } from "./foreign-names.ts";
import { OptionsError } from "./options-error.ts";
import { printable } from "./printable.ts";
import { valueInText } from "./value-in-text.ts";

/** Refuses lists of names that lack a key of `Options`. */
type AllNames<Options, Name> = [Exclude<keyof Options, Name>] extends [never]
  ? unknown
  : { readonly missing: Exclude<keyof Options, Name> };

/**
 * The options that a function was called with, once it is sure that it knows all of them: a misspelt one would
 * otherwise be dropped without a word, and its default taken.
 *
 * @param owner the function, as in "evaluate": begins the message
 * @param names all that options may be called
 * @throws OptionsError if the options are no object, or have other names too; the message has the nearest ones, and
 *   knows what other libraries say
 * @example
 * const { episodes = 100, seed = 0 } = knownOptions("evaluate", options, ["episodes", "seed"]);
 */
export function knownOptions<Options extends object, const Name extends keyof Options & string>(
  owner: string,
  options: Options,
  names: readonly Name[] & AllNames<Options, Name>,
): Options {
  requireOptionsObject(owner, options, `{ ${names[0]}: … }`);
  const problems = unknownNames(options, names).map((name) => noSuchOption(owner, name, names));
  if (problems.length > 0) throw new OptionsError(problems);
  return options;
}

/**
 * @param example a record as it could be
 * @throws OptionsError if what should be a record of options is none
 */
export function requireOptionsObject(owner: string, options: unknown, example: string): void {
  if (
    typeof options === "object" &&
    options !== null &&
    !Array.isArray(options) &&
    !(options instanceof Promise)
  )
    return;
  throw new OptionsError([
    `${owner}: the options must be an object such as ${example}, found ${valueInText(options)}.`,
  ]);
}

/** The names of a record that are not among those that it may have. */
export function unknownNames(record: object, names: readonly string[]): string[] {
  return Object.keys(record).filter((name) => !names.includes(name));
}

/** "evaluate: there is no option epsiodes. Did you mean episodes?" */
export function noSuchOption(owner: string, name: string, names: readonly string[]): string {
  const all =
    names.length === 0
      ? "There are none."
      : names.length === 1
        ? `The only option is ${names[0]}.`
        : `The options are ${names.join(", ")}.`;
  return `${owner}: there is no option ${printable(name, 60)}. ${didYouMean(name, names, all, undefined, nearestOptions)}`;
}
