import type { RunRecord } from "../folder/run-record.ts";
import type { MetricsLine } from "../metrics/metrics-line.ts";

/** A run, as it lies in its folder. */
export interface MeasuredRun {
  readonly directory: string;
  readonly record: RunRecord;
  readonly lines: readonly MetricsLine[];
}

/**
 * Runs that differ in nothing but what makes no difference to a curve: their seeds, and what computed. Where an environment
 * was imported from counts, since modules may call theirs the same, and so do the weights that a training began with.
 */
export interface RunGroup {
  readonly label: string;
  readonly runs: readonly MeasuredRun[];
}

const ignored: readonly string[] = ["seed", "workers", "backend"];

/** A setting of a run that makes a difference to its curve. */
interface Setting {
  /** As it is called in a label. */
  readonly name: string;
  /** Unlike that of every other value, however similar they read. */
  readonly key: string;
  /** The value in a label, beside those that other runs have. */
  text(others: readonly RunRecord[]): string;
}

/** Puts runs together, in the order in which they come, and names each group by what it has apart from the others. */
export function groupRuns(runs: readonly MeasuredRun[]): readonly RunGroup[] {
  const groups = new Map<string, MeasuredRun[]>();
  for (const run of runs) {
    const key = keyOf(run.record);
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  const all = [...groups.values()];
  const firsts = all.map(([{ record }]) => record);
  return all.map((group) => ({ label: labelOf(group[0].record, firsts), runs: group }));
}

function keyOf(record: RunRecord): string {
  const settings = [...settingsOf(record)].map(([id, { key }]) => [id, key] as const);
  return JSON.stringify([
    ...[record.environment, record.algorithm],
    ...settings.sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);
}

/** Options of the algorithm and of the environment, and where the run began. An option may be called as any other one. */
function settingsOf(record: RunRecord): ReadonlyMap<string, Setting> {
  const { options, resetOptions = {}, module, initialParameters } = record;
  const settings = new Map<string, Setting>();
  for (const [name, value] of Object.entries(options)) {
    if (!ignored.includes(name)) settings.set(`option ${name}`, settingOf(name, value));
  }
  for (const [name, value] of Object.entries(resetOptions)) {
    settings.set(`reset option ${name}`, settingOf(`reset ${name}`, value));
  }
  if (module) {
    const text = (others: readonly RunRecord[]) => endOfUrl(module.url, others);
    settings.set("module", { name: "module", key: module.url, text });
    settings.set("export", settingOf("export", module.name));
  }
  if (initialParameters !== undefined) {
    const text = () => `${initialParameters.slice(0, 8)}…`;
    settings.set("init", { name: "init", key: initialParameters, text });
  }
  return settings;
}

function settingOf(name: string, value: unknown): Setting {
  return { name, key: JSON.stringify(value), text: () => inText(value) };
}

/** The algorithm, the environment where there are several, and the settings in which runs of one algorithm differ. */
function labelOf(record: RunRecord, others: readonly RunRecord[]): string {
  const { environment, algorithm } = record;
  const alike = others.filter((other) => other.algorithm === algorithm && other.environment === environment);
  const settings = alike.map(settingsOf);
  const differing = [...settingsOf(record)].filter(([id, { key }]) =>
    settings.some((other) => other.get(id)?.key !== key),
  );
  const texts = differing.map(([, { name, text }]) => `${name}=${text(alike)}`);
  const several = others.some((other) => other.environment !== environment);
  return [
    ...(several ? [environment] : []),
    algorithm,
    // What is long comes last, since a label may be cut.
    ...texts.filter((text) => text.length <= longest),
    ...texts.filter((text) => text.length > longest),
  ].join(", ");
}

/** Characters of a setting in a label that stays where it is. */
const longest = 30;

/** As it would be typed after `--set name=`. */
function inText(value: unknown): string {
  const isFlat = Array.isArray(value) && value.every((item) => typeof item !== "object");
  if (isFlat) return value.join(",");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** As much of a module's URL, from its end on, as no other one has: "maze.ts", or "a/maze.ts" beside "b/maze.ts". */
function endOfUrl(url: string, others: readonly RunRecord[]): string {
  const end = (of: string, parts: number) => of.split("/").slice(-parts).join("/");
  const urls = others.flatMap(({ module }) => (module && module.url !== url ? [module.url] : []));
  let parts = 1;
  while (urls.some((other) => end(other, parts) === end(url, parts))) parts++;
  return end(url, parts);
}
