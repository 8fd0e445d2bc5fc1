import type { Report } from "../algorithms/report.ts";

/** One line of `metrics.jsonl`: a report as flat JSON. */
export interface MetricsLine {
  readonly update: number;
  readonly steps: number;
  /** Wall-clock time since training began. */
  readonly seconds: number;
  /** Episodes that ended since the line before. */
  readonly episodes: number;
  /** Mean return of those episodes; null where none ended. */
  readonly meanReturn: number | null;
  /** Mean number of steps of those episodes; null where none ended. */
  readonly meanLength: number | null;
  /** What else the algorithm measured; null where it is not a finite number. */
  readonly [metric: string]: number | null;
}

/** Writes a report as a line of metrics. */
export function metricsLine({ update, steps, episodes, metrics }: Report, seconds: number): MetricsLine {
  const line = {
    update,
    steps,
    seconds: roundSeconds(seconds),
    episodes: episodes.count,
    meanReturn: episodes.meanReturn,
    meanLength: episodes.meanLength,
    ...metrics,
  };
  return Object.fromEntries(
    Object.entries(line).map(([name, value]) => [name, Number.isFinite(value) ? value : null]),
  ) as MetricsLine;
}

/** To the millisecond: more digits of a wall clock are noise. */
export function roundSeconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
