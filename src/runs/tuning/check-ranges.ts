import { type Algorithm, type SearchRange, type SearchRanges, withDefaults } from "../../learning/index.ts";
import { noSuchOption, requireOptionsObject } from "../../text/known-options.ts";
import { OptionsError } from "../../text/options-error.ts";
import { valueInText } from "../../text/value-in-text.ts";

/** Options that trials have in common, and why. */
const inCommon: Readonly<Record<string, string>> = {
  steps: "trials are compared after the same steps",
  seed: "every trial is trained with the same seeds",
  workers: "it changes nothing but the speed",
  backend: "trials are compared on the same one",
};

/**
 * Refuses ranges that nothing can be drawn from, or whose ends and choices the algorithm does not allow.
 *
 * @param algorithm whose options they are for
 * @throws OptionsError that names each of them, what is wrong with it and what is allowed
 */
export function checkRanges(
  { name: owner, options: table }: Pick<Algorithm, "name" | "options">,
  ranges: SearchRanges,
): void {
  requireOptionsObject("tune, ranges", ranges, '{ lambda: { kind: "uniform", from: 0.8, to: 1 } }');
  const problems = Object.entries(ranges).flatMap(([name, range]) => {
    if (!Object.hasOwn(table, name)) return [noSuchOption(owner, name, Object.keys(table))];
    if (Object.hasOwn(inCommon, name)) return [`option ${name} can have no range: ${inCommon[name]}.`];
    const problem = problemOf(range);
    if (problem !== undefined) return [`the range of ${name} ${problem}.`];
    const values = range!.kind === "choice" ? range!.values : [range!.from, range!.to];
    return values.flatMap((value) => {
      try {
        withDefaults(table, { [name]: value }, owner);
        return [];
      } catch (error) {
        return [`the range of ${name}: ${(error as Error).message}`];
      }
    });
  });
  if (Object.keys(ranges).length === 0) {
    problems.push(
      "there is nothing to search: no option has a range. Give one, such as learningRate=log:1e-4..1e-2.",
    );
  }
  if (problems.length > 0) throw new OptionsError(problems.map((problem) => `tune: ${problem}`));
}

/** What is wrong with a range, whatever option it is for; continues "the range of lambda". */
function problemOf(range: unknown): string | undefined {
  const { kind, from, to, values } = (range ?? {}) as Partial<Record<keyof Everything, unknown>>;
  if (kind === "choice") {
    return Array.isArray(values) && values.length > 0
      ? undefined
      : `has the values ${valueInText(values)}; they must be a list of at least one`;
  }
  if (kind !== "uniform" && kind !== "log-uniform") {
    return `has the kind ${valueInText(kind)}; it must be "uniform", "log-uniform" or "choice"`;
  }
  const isNumber = (end: unknown): end is number => typeof end === "number" && Number.isFinite(end);
  if (!isNumber(from) || !isNumber(to) || from >= to || !Number.isFinite(to - from)) {
    return `is from ${valueInText(from)} to ${valueInText(to)}; it must be from a number to a larger one`;
  }
  if (kind === "log-uniform" && from <= 0) {
    return `is log-uniform from ${from}; it must begin above 0, as there is no order of magnitude of ${from}`;
  }
  return undefined;
}

type Everything = Extract<SearchRange, { kind: "choice" }> & Exclude<SearchRange, { kind: "choice" }>;
