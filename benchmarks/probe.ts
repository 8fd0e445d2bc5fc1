import { execFileSync } from "node:child_process";
import { median } from "./timing.ts";

interface ProbeOptions {
  /** How many processes; default 1. */
  readonly times?: number;
  /** What the script reads from its standard input; default: nothing. */
  readonly input?: Uint8Array;
  readonly parameters?: readonly string[];
}

/**
 * Runs a script of probes/ in Node processes of its own: on the built package, or from the source if it is TypeScript.
 * It prints numbers by name, one JSON object; the result has the median of each.
 */
export function probe<Name extends string>(
  script: string,
  names: readonly Name[],
  { times = 1, input = new Uint8Array(), parameters = [] }: ProbeOptions = {},
): Record<Name, number> {
  const path = new URL(`probes/${script}`, import.meta.url).pathname;
  const flags = ["--expose-gc", ...(script.endsWith(".ts") ? ["--import", "tsx"] : [])];
  const run = () =>
    execFileSync(process.execPath, [...flags, path, ...parameters], { input, encoding: "utf8" });
  const answers = Array.from({ length: times }, (): Record<Name, number> => JSON.parse(run()));
  const medians = names.map((name) => [name, median(answers.map((answer) => answer[name]))]);
  return Object.fromEntries(medians) as Record<Name, number>;
}
