import { maximumOf } from "../../math/extremes.ts";
import { didYouMean } from "../../text/did-you-mean.ts";
import { knownOptions } from "../../text/known-options.ts";
import { printable } from "../../text/printable.ts";
import { valueInText } from "../../text/value-in-text.ts";
import { distinctPaths } from "../distinct-paths.ts";
import { readRun } from "../folder/read-run.ts";
import type { MetricsLine } from "../metrics/metrics-line.ts";
import { readMetrics } from "../metrics/read-metrics.ts";
import { groupRuns, type MeasuredRun, type RunGroup } from "./group-runs.ts";
import { type Measured, smoothed } from "./smooth.ts";

/** Curves of runs over their environment steps, to be drawn. */
export interface Curves {
  /** What they show as a whole: the environment, if it is one. */
  readonly title: string;
  /** What is measured, with its unit: "return", "entropy (nats)". */
  readonly label: string;
  readonly curves: readonly Curve[];
}

/** Runs that differ in nothing but their seeds. */
export interface Curve {
  /** What it has apart from the other curves: "ppo", "ppo, learningRate=0.001". */
  readonly label: string;
  /** How many runs it is of. */
  readonly runs: number;
  /** Environment steps, rising. */
  readonly steps: readonly number[];
  /** The mean over the runs at each of these steps; NaN where none has measured anything. */
  readonly mean: readonly number[];
  /** The lowest and the highest of the runs. */
  readonly low: readonly number[];
  readonly high: readonly number[];
}

export interface CurvesOptions {
  /** A number of `metrics.jsonl`, by its name; default "meanReturn". */
  readonly metric?: string;
  /** Environment steps that a value is averaged over; default a fiftieth of the longest run. 0 leaves values as they are. */
  readonly smooth?: number;
}

/** Steps at which curves have values. */
const points = 240;

/**
 * Reads the curves of runs from their folders. Runs of one environment, algorithm and options that began with the same
 * weights, or all with drawn ones, are one curve: the mean over their seeds. A folder that is given twice counts once.
 *
 * @example
 * const curves = readCurves(["runs/CartPole-v1-ppo-1", "runs/CartPole-v1-ppo-2"]);
 * writeFileSync("curves.svg", curvesToSvg(curves));
 *
 * @throws if a folder holds no run or a damaged one, and if no run has the metric; the message says what they have
 */
export function readCurves(directories: readonly string[], options: CurvesOptions = {}): Curves {
  const { metric = "meanReturn", smooth } = knownOptions("readCurves", options, ["metric", "smooth"]);
  requireFolders(directories);
  requireName(metric);
  if (smooth !== undefined && !(Number.isFinite(smooth) && smooth >= 0)) {
    throw new RangeError(
      `smooth: expected a number of environment steps from 0, found ${valueInText(smooth)}.`,
    );
  }
  const runs = distinctPaths(directories).map((directory) => {
    const { record } = readRun(directory);
    return { directory, record, lines: readMetrics(directory) };
  });
  requireMetric(runs, metric);
  const longest = maximumOf(runs.flatMap(({ lines }) => lines.map(({ steps }) => steps)));
  const window = smooth ?? longest / 50;
  const steps = Array.from({ length: points + 1 }, (_, i) => (longest * i) / points);
  const curves = groupRuns(runs).map((group) => curveOf(group, metric, { steps, window }));
  if (!curves.some(({ mean }) => mean.some(Number.isFinite))) {
    throw new RangeError(`${metric}: its values are too large to be drawn.`);
  }
  const environments = new Set(runs.map(({ record }) => record.environment));
  return {
    title: environments.size === 1 ? [...environments][0] : "",
    label: labels[metric] ?? metric,
    curves,
  };
}

/** What is measured in words; others have their names. */
const labels: Readonly<Record<string, string>> = {
  meanReturn: "return",
  meanLength: "episode length (steps)",
  evaluationReturn: "return of evaluations",
  evaluationLength: "episode length of evaluations (steps)",
  entropy: "entropy (nats)",
  approximateKl: "approximate KL divergence (nats)",
  seconds: "time (s)",
};

/** Metrics of episodes, which are means over as many as the line says. */
const ofEpisodes = (metric: string) =>
  metric === "meanReturn" || metric === "meanLength" || metric.startsWith("info.");

function curveOf(
  { label, runs }: RunGroup,
  metric: string,
  { steps, window }: { readonly steps: readonly number[]; readonly window: number },
): Curve {
  const valuesAt = runs.map(({ lines }) => smoothed(measured(lines, metric), window));
  // Sums of the largest numbers there are may overflow: such values cannot be drawn.
  const found = steps.map((step) => valuesAt.map((value) => value(step)).filter(Number.isFinite));
  const each = (of: (values: readonly number[]) => number) =>
    found.map((values) => (values.length === 0 ? Number.NaN : of(values)));
  return {
    ...{ label, runs: runs.length, steps },
    mean: each((values) => values.reduce((sum, value) => sum + value / values.length, 0)),
    low: each((values) => Math.min(...values)),
    high: each((values) => Math.max(...values)),
  };
}

function measured(lines: readonly MetricsLine[], metric: string): Measured {
  const has = lines.filter((line) => typeof line[metric] === "number");
  return {
    at: has.map(({ steps }) => steps),
    values: has.map((line) => line[metric] as number),
    weights: has.map(({ episodes }) => (ofEpisodes(metric) ? Math.max(1, episodes) : 1)),
  };
}

function requireFolders(directories: unknown): void {
  if (Array.isArray(directories) && directories.every((each) => typeof each === "string")) return;
  throw new TypeError(
    `readCurves: the folders of runs are ${valueInText(directories)}; they must be a list of paths such as ` +
      '["runs/CartPole-v1-ppo-1"].',
  );
}

function requireName(metric: unknown): void {
  if (typeof metric === "string") return;
  throw new TypeError(
    `metric is ${valueInText(metric)}; it must be the name of a number of metrics.jsonl, such as "meanReturn".`,
  );
}

function requireMetric(runs: readonly MeasuredRun[], metric: string): void {
  if (runs.length === 0) throw new RangeError("readCurves: expected the folders of runs, found none.");
  const all = runs.flatMap(({ lines }) => lines);
  if (all.some((line) => typeof line[metric] === "number")) return;
  const names = [...new Set(all.flatMap((line) => Object.keys(line)))];
  if (names.includes(metric))
    throw new Error(`${metric}: no run has a value of it yet. Train on, and draw again.`);
  if (names.length === 0) {
    throw new Error(
      `${runs.map(({ directory }) => directory).join(", ")}: no metrics yet. Train on, and draw again.`,
    );
  }
  const hint = `${didYouMean(metric, names, "")} There are ${names.join(", ")}.`.trimStart();
  throw new RangeError(`metric: no run has "${printable(metric)}". ${printable(hint, 1000)}`);
}
