import type { RunRecord } from "../folder/run-record.ts";
import type { MetricsLine } from "../metrics/metrics-line.ts";

/** A run, as it lies in its folder. */
export interface MeasuredRun {
  readonly directory: string;
  readonly record: RunRecord;
  readonly lines: readonly MetricsLine[];
}

/** Runs that differ in nothing but what makes no difference to a curve: their seeds, and what computed. */
export interface RunGroup {
  readonly label: string;
  readonly runs: readonly MeasuredRun[];
}

const ignored: readonly string[] = ["seed", "workers", "backend"];

/** Puts runs together, in the order in which they come, and names each group by what it has apart from the others. */
export function groupRuns(runs: readonly MeasuredRun[]): readonly RunGroup[] {
  const groups = new Map<string, MeasuredRun[]>();
  for (const run of runs) {
    const key = JSON.stringify(Object.entries(settingsOf(run)).sort(([a], [b]) => (a < b ? -1 : 1)));
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  const all = [...groups.values()];
  const firsts = all.map(([first]) => first);
  return all.map((group) => ({ label: labelOf(group[0], firsts), runs: group }));
}

function settingsOf({ record }: MeasuredRun): Readonly<Record<string, string>> {
  const { environment, algorithm, options, resetOptions = {} } = record;
  const chosen = Object.entries(options).filter(([name]) => !ignored.includes(name));
  return {
    environment,
    algorithm,
    ...Object.fromEntries(chosen.map(([name, value]) => [`option ${name}`, inText(value)])),
    ...Object.fromEntries(
      Object.entries(resetOptions).map(([name, value]) => [`option reset ${name}`, inText(value)]),
    ),
  };
}

/** The algorithm, the environment where there are several, and the options in which runs of one algorithm differ. */
function labelOf(run: MeasuredRun, others: readonly MeasuredRun[]): string {
  const { environment, algorithm } = run.record;
  const own = settingsOf(run);
  const alike = others.filter(
    ({ record }) => record.algorithm === algorithm && record.environment === environment,
  );
  const differing = Object.keys(own).filter((name) =>
    alike.some((other) => settingsOf(other)[name] !== own[name]),
  );
  const several = others.some(({ record }) => record.environment !== environment);
  return [
    ...(several ? [environment] : []),
    algorithm,
    ...differing.map((name) => `${name.slice("option ".length)}=${own[name]}`),
  ].join(", ");
}

/** As it would be typed after `--set name=`. */
function inText(value: unknown): string {
  if (Array.isArray(value)) return value.join(",");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
