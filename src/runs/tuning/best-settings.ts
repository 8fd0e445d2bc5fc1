import { isDeepStrictEqual } from "node:util";
import type { Algorithm } from "../../learning/index.ts";
import type { PresetFile } from "../preset-file.ts";
import type { TuningPlan } from "./plan.ts";
import type { RankedTrial } from "./search.ts";

/** What a preset leaves to whoever trains with it. */
const leftOut = ["seed", "workers", "backend"];

/** The settings of a trial as a preset: all options that are not the algorithm's defaults, and the steps. */
export function presetOfTrial(
  { algorithm, environment, options, trials }: TuningPlan,
  trial: number,
  { options: table }: Pick<Algorithm, "options">,
): PresetFile {
  const settings = Object.entries({ ...options, ...trials[trial] }).filter(
    ([name, value]) =>
      name === "steps" || !(leftOut.includes(name) || isDeepStrictEqual(value, table[name].default)),
  );
  return { algorithm, environment, options: Object.fromEntries(settings) };
}

/** The options that are searched, as the trials have them, in the order of the algorithm's table. */
export function searchedSettings(
  { options, trials, ranges }: TuningPlan,
  trial: number,
): readonly (readonly [name: string, value: unknown])[] {
  const names = Object.keys(options).filter((name) => Object.hasOwn(ranges, name));
  return names.map((name) => [name, { ...options, ...trials[trial] }[name]]);
}

/** The trials as a table in Markdown, from the best on. */
export function tuningTable(plan: TuningPlan, ranking: readonly RankedTrial[]): string {
  const names = searchedSettings(plan, 0).map(([name]) => name);
  const format = (value: number) => (Number.isNaN(value) ? "–" : String(Number(value.toFixed(2))));
  const rows = ranking.map(({ trial, steps, mean, lowest, highest, failure }, index) => [
    failure === undefined ? `${index + 1}` : "–",
    `${trial}`,
    steps.toLocaleString("en-US"),
    failure === undefined ? format(mean) : `failed: ${inCell(failure)}`,
    failure === undefined ? `${format(lowest)} … ${format(highest)}` : "–",
    ...searchedSettings(plan, trial).map(([, value]) =>
      inCell(typeof value === "string" ? value : JSON.stringify(value)),
    ),
  ]);
  const head = ["rank", "trial", "steps", "mean return", "worst … best seed", ...names];
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

/** Text on a line of a table. */
const inCell = (text: string) => text.replaceAll(/\s+/g, " ").replaceAll("|", "\\|");
