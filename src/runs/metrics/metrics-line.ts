import * as v from "valibot";
import { joinStatistics } from "../../experience/index.ts";
import type { Report } from "../../learning/index.ts";
import { anyNumber } from "../any-number.ts";

/** One line of `metrics.jsonl`: the latest report as flat JSON, with the episodes of all since the line before. */
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
  /**
   * What else the algorithm measured; and what the environment told of those episodes, as means with "info." before their
   * names, such as "info.success". Null where it is not a finite number.
   */
  readonly [metric: string]: number | null;
}

/** Turns reports into lines, not more than one in a thousand steps or in a second, whichever is over first. */
export interface MetricsLines {
  /**
   * Takes the next report. Returns a line if it is time for one, and for the first and last.
   *
   * @param more numbers that belong to this report, in a line of their own
   */
  add(report: Report, seconds: number, more?: Readonly<Record<string, number>>): MetricsLine | undefined;
  /** The line of what came since the last one, if anything did: for a training that ends before its time. */
  rest(): MetricsLine | undefined;
  /** What the next lines depend on. */
  save(): LinesState;
}

const reported = v.object({
  ...{ update: v.number(), steps: v.number() },
  episodes: v.looseObject({ count: v.number(), meanReturn: anyNumber, meanLength: anyNumber }),
  metrics: v.record(v.string(), anyNumber),
});

/** When the last line was, and what has come since then. */
export const linesState = v.object({
  steps: anyNumber,
  seconds: anyNumber,
  waiting: v.nullable(v.object({ report: reported, seconds: v.number() })),
});

export type LinesState = Readonly<v.InferOutput<typeof linesState>>;

/** What a line is made of. */
type Reported = Pick<Report, "update" | "steps" | "episodes" | "metrics">;

const stepsPerLine = 1000;

/**
 * An update of A2C takes 40 steps: with a line for each, the file would grow by a megabyte in a second.
 *
 * @param saved goes on from there
 */
export function createMetricsLines(saved?: LinesState): MetricsLines {
  let { steps, seconds } = saved ?? { steps: Number.NEGATIVE_INFINITY, seconds: Number.NEGATIVE_INFINITY };
  let waiting = (saved?.waiting ?? undefined) as
    | { readonly report: Reported; readonly seconds: number }
    | undefined;

  const rest = (): MetricsLine | undefined => {
    if (waiting === undefined) return undefined;
    const line = metricsLine(waiting.report, waiting.seconds);
    ({ steps } = waiting.report);
    ({ seconds } = waiting);
    waiting = undefined;
    return line;
  };
  return {
    rest,
    save: () => ({ steps, seconds, waiting: (waiting ?? null) as LinesState["waiting"] }),
    add({ update, steps: taken, totalSteps, metrics, ...report }, now, more) {
      const episodes = waiting ? joinStatistics(waiting.report.episodes, report.episodes) : report.episodes;
      waiting = {
        report: { update, steps: taken, episodes, metrics: { ...metrics, ...more } },
        seconds: now,
      };
      const due = taken - steps >= stepsPerLine || now - seconds >= 1 || taken >= totalSteps;
      return due || more ? rest() : undefined;
    },
  };
}

/** Writes a report as a line of metrics. */
export function metricsLine({ update, steps, episodes, metrics }: Reported, seconds: number): MetricsLine {
  const line = {
    update,
    steps,
    seconds: roundSeconds(seconds),
    episodes: episodes.count,
    meanReturn: episodes.meanReturn,
    meanLength: episodes.meanLength,
    ...Object.fromEntries(Object.entries(episodes.info).map(([name, mean]) => [`info.${name}`, mean])),
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
