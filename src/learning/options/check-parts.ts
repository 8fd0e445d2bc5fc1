import { noSuchOption, requireOptionsObject, unknownNames } from "../../text/known-options.ts";
import { OptionsError } from "../../text/options-error.ts";
import { explainPlainRecord } from "../../text/plain-data.ts";
import { valueInText } from "../../text/value-in-text.ts";

/**
 * Refuses a third argument of an algorithm that cannot be used.
 *
 * @param functions the names of what can be put in the place of the algorithm's own
 * @throws OptionsError for unknown names, and for values that are not what their names stand for
 */
export function checkParts(algorithm: string, parts: object, functions: readonly string[]): void {
  const owner = `${algorithm}, third argument`;
  requireOptionsObject(owner, parts, "{ workers: await startWorkers() }");
  const values = parts as Readonly<Record<string, unknown>>;
  const { workers, resume, reportsBeginning, resetOptions } = values;
  const problems = problemsOfFunctions(owner, parts, functions, commonParts);
  if (workers !== undefined && !areWorkers(workers)) {
    const hint =
      typeof workers === "number"
        ? ` A number goes into the options: ${algorithm}(environment, { workers: ${workers} }).`
        : "";
    problems.push(
      `${owner}: workers is ${valueInText(workers)}; it must be what startWorkers() resolves to, as in ` +
        `{ workers: await startWorkers() }.${hint}`,
    );
  }
  if (resume !== undefined && !(resume instanceof Uint8Array)) {
    problems.push(
      `${owner}: resume is ${valueInText(resume)}; it must be the bytes that checkpoint() of a report gave.`,
    );
  }
  if (reportsBeginning !== undefined && typeof reportsBeginning !== "boolean") {
    problems.push(
      `${owner}: reportsBeginning is ${valueInText(reportsBeginning)}; it must be true or false.`,
    );
  }
  const notPlain = explainPlainRecord("resetOptions", resetOptions);
  if (notPlain !== undefined) problems.push(`${owner}: ${notPlain}.`);
  for (const name of ["policy", "valueFunction"]) {
    const given = values[name];
    if (given === undefined) continue;
    const has = typeof (given as { readonly weights?: unknown } | null)?.weights === "function";
    if (has && resume === undefined) continue;
    problems.push(
      `${owner}: ${name} is ${valueInText(given)}; it must ${has ? "be left out with resume" : `have weights(), as report.${name}`}.`,
    );
  }
  if (problems.length > 0) throw new OptionsError(problems);
}

const commonParts = ["workers", "resume", "reportsBeginning", "resetOptions", "policy", "valueFunction"];

/** The same for an algorithm's learner, which takes functions only. @throws OptionsError */
export function checkFunctions(algorithm: string, given: object, functions: readonly string[]): void {
  const owner = `${algorithm}.learner, third argument`;
  requireOptionsObject(owner, given, "{}");
  const problems = problemsOfFunctions(owner, given, functions);
  if (problems.length > 0) throw new OptionsError(problems);
}

function problemsOfFunctions(
  owner: string,
  given: object,
  functions: readonly string[],
  others: readonly string[] = [],
): string[] {
  const names = [...functions, ...others];
  const values = given as Readonly<Record<string, unknown>>;
  return [
    ...unknownNames(given, names).map((name) => noSuchOption(owner, name, names)),
    ...functions
      .filter((name) => values[name] !== undefined && typeof values[name] !== "function")
      .map((name) => `${owner}: ${name} is ${valueInText(values[name])}; it must be a function.`),
  ];
}

function areWorkers(workers: unknown): boolean {
  if (typeof workers !== "object" || workers === null) return false;
  return (
    "rank" in workers || ("size" in workers && "begin" in workers && typeof workers.begin === "function")
  );
}
