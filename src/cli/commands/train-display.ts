import type { Evaluation } from "../../experience/index.ts";
import type { Report } from "../../learning/index.ts";
import {
  createMetricsLines,
  type MetricsLine,
  type RunRecord,
  type TrainingEvent,
} from "../../runs/index.ts";
import { jsonLine, printableLines } from "../../text/printable.ts";
import type { CommandContext } from "../command.ts";
import { formatCount, formatReturn, formatSeconds } from "../display/format.ts";
import { followProgress, type Progress, progressLine } from "../display/progress.ts";
import { quoted } from "../display/quoted.ts";
import { shownPath } from "../display/shown-path.ts";
import { sparkline } from "../display/sparkline.ts";
import { toEvaluate } from "../supervision/to-evaluate.ts";

/** Shows a training to whoever started it. */
export interface TrainDisplay {
  show(event: TrainingEvent): void;
  /** Nothing more will come, perhaps because something failed. */
  close(): void;
}

/** For a terminal: one line that is written over ten times a second, and in the end what came of the run. */
export function terminalDisplay(context: CommandContext): TrainDisplay {
  const { stdout } = context;
  const draw = (text: string) => stdout.write(`\r\x1b[K${text}`);
  return humanDisplay(context, {
    interval: 100,
    // One column stays free: writing into the last one makes some terminals begin another line.
    progress: (progress) => draw(progressLine(progress, (stdout.columns || 80) - 1)),
    evaluating: () => draw("evaluating …"),
    clear: () => draw(""),
  });
}

/** For pipes and files: a line twice a second, and in the end what came of the run. */
export function plainDisplay(context: CommandContext): TrainDisplay {
  return humanDisplay(context, {
    interval: 500,
    progress: (progress) => context.stdout.write(`${progressLine(progress, Number.POSITIVE_INFINITY)}\n`),
    evaluating() {},
    clear() {},
  });
}

/**
 * For programs: a JSON object per warning, one per thousand steps or second of training, and a last one that says how
 * the run ended.
 */
export function jsonDisplay({ stdout }: CommandContext): TrainDisplay {
  const write = (value: unknown) => stdout.write(jsonLine(value));
  const lines = createMetricsLines();
  const warnings = createWarningReader();
  let totalSteps = 0;
  const writeReport = (line: MetricsLine | undefined) => {
    if (line === undefined) return;
    const { update, steps, ...rest } = line;
    write({ event: "report", update, steps, totalSteps, ...rest });
  };
  return {
    show(event) {
      if (event.event === "report") {
        ({ totalSteps } = event.report);
        for (const message of warnings.fresh(event.report)) write({ event: "warning", message });
        writeReport(lines.add(event.report, event.seconds));
        return;
      }
      writeReport(lines.rest());
      if (event.event === "start" && event.record.resumed) {
        const { started: _, ...resumed } = event.record.resumed;
        write({ event: "resumed", ...resumed, run: shownPath(event.directory) });
      } else if (event.event === "evaluation") {
        const { update, steps } = event.report;
        const { episodes, mean, std, meanLength, info } = event.evaluation;
        const told = Object.keys(info).length > 0 && { info };
        write({ event: "evaluation", update, steps, episodes, mean, std, meanLength, ...told });
      }
      if (event.event === "stopped") {
        write({ event: "stopped", ...outcome(event.record), run: shownPath(event.directory) });
      } else if (event.event === "unevaluated") {
        const { evaluationSkipped } = event.record;
        write({
          event: "done",
          ...outcome(event.record),
          evaluationSkipped,
          run: shownPath(event.directory),
        });
      } else if (event.event === "done") {
        const { episodes, mean, std, info } = event.evaluation;
        const { parameters, ...rest } = outcome(event.record);
        const { reached, best } = event.record;
        write({
          event: "done",
          ...rest,
          evaluation: { episodes, mean, std, ...(Object.keys(info).length > 0 && { info }) },
          ...(reached && { reached }),
          ...(best && { best: { steps: best.steps, mean: best.evaluation.mean } }),
          parameters,
          run: shownPath(event.directory),
        });
      }
    },
    close() {},
  };
}

/** Finds the warnings of a report that the reports before did not have. */
function createWarningReader() {
  let seen = 0;
  return {
    fresh({ warnings }: Report): readonly string[] {
      const fresh = warnings.slice(seen);
      seen = warnings.length;
      return fresh;
    },
  };
}

function outcome({ environment, algorithm, seed, steps, seconds, stepsPerSecond, parameters }: RunRecord) {
  return { environment, algorithm, seed, steps, seconds, stepsPerSecond, parameters };
}

/** What differs between a terminal and a pipe. */
interface Canvas {
  /** Milliseconds between two looks at the progress. */
  readonly interval: number;
  progress(progress: Progress): void;
  evaluating(): void;
  clear(): void;
}

function humanDisplay({ stdout, stderr, program, now }: CommandContext, canvas: Canvas): TrainDisplay {
  const follow = followProgress();
  let progress: Progress | undefined;
  const warnings = createWarningReader();
  let shown = Number.NEGATIVE_INFINITY;

  const writeLines = (...lines: string[]) => {
    canvas.clear();
    stdout.write(lines.map((line) => `${printableLines(line)}\n`).join(""));
  };

  return {
    show(event) {
      const { record } = event;
      const directory = shownPath(event.directory);
      switch (event.event) {
        case "start":
          writeLines(
            `Training ${record.environment} with ${record.algorithm} (${settingsName(record.preset)} settings, seed ${record.seed}).`,
            ...(record.resumed ? [`Going on after ${formatCount(record.resumed.steps)} steps.`] : []),
          );
          if (record.resumed?.exactResume === false) {
            stderr.write(`Warning: ${beginsNewEpisodes}\n`);
          }
          break;
        case "evaluation":
          writeLines(
            `After ${formatCount(event.report.steps)} steps: ${inWords(event.evaluation)}, ` +
              `${formatCount(event.evaluation.meanLength)} steps each.`,
          );
          break;
        case "report":
          progress = follow(event.report, event.seconds);
          for (const message of warnings.fresh(event.report)) {
            canvas.clear();
            stderr.write(`Warning: ${message}\n`);
          }
          if (now() - shown < canvas.interval && progress.steps < progress.totalSteps) break;
          shown = now();
          canvas.progress(progress);
          break;
        case "evaluating":
          canvas.evaluating();
          break;
        case "stopped":
          writeLines(
            ...trained(record, progress),
            `Stopped. Saved in ${directory}.`,
            ...(record.keeping?.checkpointEvery === "none"
              ? []
              : ["To go on:", `  ${program} train --resume ${quoted(directory)}`]),
          );
          break;
        case "unevaluated":
          writeLines(
            ...trained(record, progress),
            `No evaluation: ${record.evaluationSkipped}`,
            `Saved in ${directory}.`,
          );
          break;
        case "done":
          writeLines(
            ...trained(record, progress),
            ...whyDone(record),
            `Evaluation: ${inWords(event.evaluation)}.`,
            ...bestInWords(record),
            `Saved in ${directory}. To evaluate it again:`,
            `  ${toEvaluate(program, event.directory, record)}`,
          );
      }
    },
    close: canvas.clear,
  };
}

const beginsNewEpisodes =
  "the environment offers no state to save, so every copy begins a new episode: the run goes on well, but not as it would " +
  "have without a stop.";

/** With the means of what the environment told, such as the share of successes. */
function inWords({ mean, std, episodes, info = {} }: Summary): string {
  const told = Object.entries(info).map(([name, value]) => `${name} ${Number(value.toPrecision(3))}`);
  const ofEpisodes = told.length > 0 ? ` (${told.join(", ")})` : "";
  return `${formatReturn(mean)} ± ${formatReturn(std)} over ${formatCount(episodes)} episodes${ofEpisodes}`;
}

type Summary = Pick<Evaluation, "mean" | "std" | "episodes"> & Partial<Pick<Evaluation, "info">>;

function whyDone({ reached, keeping }: RunRecord): string[] {
  if (!reached) return [];
  const what = reached.of === "evaluation" ? "an evaluation" : "the training";
  return [
    `Ended at a mean return of ${formatReturn(reached.mean)} in ${formatCount(reached.episodes)} episodes of ${what}, ` +
      `${formatReturn(keeping?.until ?? reached.mean)} or more as asked for.`,
  ];
}

function bestInWords({ best }: RunRecord): string[] {
  if (!best) return [];
  return [`Best during training: ${inWords(best.evaluation)}, after ${formatCount(best.steps)} steps.`];
}

/** As an adjective: "tuned settings", "default settings". */
function settingsName(preset: string): string {
  return preset === "defaults" ? "default" : preset;
}

function trained({ steps, seconds, stepsPerSecond }: RunRecord, progress: Progress | undefined): string[] {
  const means = progress?.history.means ?? [];
  const speed = `${formatCount(steps)} steps in ${formatSeconds(seconds)} (${formatCount(stepsPerSecond)} steps/s)`;
  if (means.length === 0) return [`Trained ${speed}.`];
  const [first, last] = [formatReturn(means[0]!), formatReturn(progress!.history.recent())];
  return [`Trained ${speed}.`, `Return while training: ${first} ${sparkline(means, 40)} ${last}`];
}
