import { OptionsError, type Report } from "../../learning/index.ts";
import { createMetricsLines, type RunRecord, type TrainSettings, train } from "../../runs/index.ts";
import { jsonLine, printableLines } from "../../text/printable.ts";
import { type CommandContext, type Interruption, UsageError } from "../command.ts";
import { formatCount, formatSeconds } from "../display/format.ts";
import { quoted } from "../display/quoted.ts";
import { shownPath } from "../display/shown-path.ts";
import { whatIsKept } from "../supervision/kept.ts";
import { type TaskProgress, taskProgress } from "./task-progress.ts";

/** How a training is shown. */
export interface GoTrainingDisplay {
  /** The command's name, such as "go imitate". */
  readonly command: string;
  /** What its steps are, such as "positions". */
  readonly unit: string;
  /** Metrics that are shown while it goes on, by what they are called. */
  readonly shown: Readonly<Record<string, ShownMetric>>;
  readonly json: boolean;
}

export interface ShownMetric {
  readonly metric: string;
  /** In parts of a hundred, or as it is. */
  readonly as: "percent" | "number";
  /** Whether the latest number is shown, rather than the mean of many reports; default false. */
  readonly latest?: boolean;
}

/** What became of a training. */
export interface EndedGoTraining {
  /** The run's folder. */
  readonly directory: string;
  readonly record: RunRecord;
  /** What stopped it before its end. */
  readonly interruption: Interruption | undefined;
}

/** Trains with the progress on the terminal, until it is done or interrupted; then the run is saved, and can be gone on with. */
export async function runGoTraining(
  settings: TrainSettings,
  display: GoTrainingDisplay,
  context: CommandContext,
): Promise<EndedGoTraining> {
  const { stdout, stderr, now, program } = context;
  const { command, unit, json } = display;
  const stop = new AbortController();
  let interruption: Interruption | undefined;
  const stopListening = context.onInterruption((reason) => {
    interruption = reason;
    if (reason instanceof Error) stop.abort(reason);
    else stop.abort();
  });
  let endRun: (() => void) | undefined;
  let total = 0;
  let progress: TaskProgress | undefined;
  let latest: { readonly directory: string; readonly record: RunRecord } | undefined;
  const means = createRunningMeans(Object.values(display.shown));
  const lines = createMetricsLines();
  let warned = 0;
  const write = (text: string) => {
    progress?.clear();
    if (!json) stdout.write(printableLines(text));
  };

  try {
    for await (const event of train({ ...settings, signal: stop.signal, now })) {
      const { directory, record } = event;
      latest = { directory, record };
      if (event.event === "start") {
        endRun = context.onRun?.(directory);
        const before = record.resumed?.steps ?? 0;
        if (before > 0) write(`Going on after ${formatCount(before)} ${unit}.\n`);
        total = Number(record.options.steps);
        if (!json) progress = taskProgress(context, { unit, total, before });
      } else if (event.event === "report") {
        const { report, seconds } = event;
        for (const message of report.warnings.slice(warned)) {
          progress?.clear();
          stderr.write(`Warning: ${message}\n`);
        }
        warned = report.warnings.length;
        means.add({ ...report.metrics, length: report.episodes.meanLength });
        progress?.show(Math.min(report.steps, total), shownMetrics(display.shown, means));
        const line = json && lines.add(report, seconds);
        if (line) stdout.write(jsonLine({ event: "report", ...line }));
      }
    }
  } catch (error) {
    if (error instanceof OptionsError) throw new UsageError(error.message, { cause: error });
    if (!(error instanceof Error) || latest === undefined) throw error;
    const { directory } = latest;
    throw new Error(`${error.message}\n${whatIsKept(directory, shownPath(directory))}`, { cause: error });
  } finally {
    endRun?.();
    stopListening();
    progress?.clear();
  }
  if (latest === undefined) throw new Error(`${command}: the training ended before it began.`);
  const { directory, record } = latest;
  const { steps, seconds } = record;
  const folder = shownPath(directory);
  const stopped = interruption !== undefined;
  write(
    `${stopped ? "Stopped after" : "Learned from"} ${formatCount(steps)} ${unit} in ${formatSeconds(seconds)}. Saved in ${folder}.\n` +
      (stopped ? `To go on:\n  ${program} ${command} --resume ${quoted(folder)}\n` : ""),
  );
  if (json) stdout.write(jsonLine({ event: stopped ? "stopped" : "trained", steps, seconds, run: folder }));
  return { directory, record, interruption };
}

function shownMetrics(shown: GoTrainingDisplay["shown"], means: RunningMeans): string {
  const texts = Object.entries(shown).map(([name, { metric, as }]) => {
    const mean = means.of(metric);
    if (Number.isNaN(mean)) return `${name} –`;
    return `${name} ${as === "percent" ? `${(100 * mean).toFixed(1)} %` : mean.toFixed(3)}`;
  });
  return texts.join("  ");
}

interface RunningMeans {
  add(metrics: Report["metrics"]): void;
  of(name: string): number;
}

/** Of how many reports the means are, about: single ones are of few positions. */
const horizon = 50;

function createRunningMeans(shown: readonly ShownMetric[]): RunningMeans {
  const means = new Map<string, number>();
  let reports = 0;
  return {
    add(metrics) {
      reports = Math.min(reports + 1, horizon);
      for (const { metric, latest } of shown) {
        const value = metrics[metric];
        if (value === undefined || !Number.isFinite(value)) continue;
        const before = means.get(metric) ?? value;
        means.set(metric, latest ? value : before + (value - before) / reports);
      }
    },
    of: (name) => means.get(name) ?? Number.NaN,
  };
}
