import type { Evaluation } from "../experience/index.ts";
import { type Report, settingsAsData } from "../learning/index.ts";
import { version } from "../version.ts";
import type { ResumedRun } from "./checkpoints/resume-run.ts";
import { encodeRunCheckpoint } from "./checkpoints/run-checkpoint.ts";
import { addProgress, type Progress } from "./evaluation/policy-progress.ts";
import { createRecentReturns, type RecentReturns } from "./evaluation/recent-returns.ts";
import { failRun, longestMessage } from "./folder/fail-run.ts";
import type { CheckpointToKeep, RunFolder } from "./folder/run-folder.ts";
import type { EvaluationSummary, Keeping, RunRecord } from "./folder/run-record.ts";
import { type MetricSink, type MetricSinkName, openMetricSinks } from "./metrics/metric-sinks.ts";
import { createMetricsLines, type MetricsLine, roundSeconds } from "./metrics/metrics-line.ts";
import type { ResolvedSettings } from "./settings.ts";

/** Keeps the folder of a run that is going on up to date. */
export interface RunRecorder {
  /** The record as it is in the folder. */
  readonly record: RunRecord;
  /** The returns of the latest episodes. */
  readonly recent: RecentReturns;
  /**
   * Writes down a report, and keeps the weights of now and a checkpoint where it is time. Returns the seconds since the run
   * began.
   *
   * @param evaluation what the policy of now achieved: the best one so far is kept
   */
  keep(report: Report, evaluation?: Evaluation): number;
  /** The next update begins: until it is reported, there is nothing that a checkpoint could be made of. */
  goOn(): void;
  /** Ends the run, unless it has ended. */
  end(status: "finished" | "stopped", changes?: Partial<RunRecord>): void;
  /**
   * Ends the run with the weights of the last report, or else with those that were saved last, and what went wrong. In
   * a run that is finished, it was the evaluation that went wrong. Does what can be done, and throws nothing.
   */
  fail(error: unknown): void;
  /** Adds what the trained policy achieved. */
  addEvaluation(evaluation: Evaluation): void;
  /** Closes the files that it keeps beside those of the folder. */
  close(): void;
}

export interface RecordOptions {
  /** Milliseconds since whenever. */
  readonly now: () => number;
  /** In which forms the metrics are kept beside `metrics.jsonl`; default none. */
  readonly log?: readonly MetricSinkName[];
  /** Default: a checkpoint at least every ten seconds, three of them. */
  readonly keeping?: Keeping;
  /** The run that goes on; default a new one. */
  readonly resumed?: ResumedRun | undefined;
  /** The SHA-256 of the weights that it begins with, where they are not drawn. */
  readonly initialParameters?: string | undefined;
}

/** What a report came with, to be written down when the weights are saved. */
interface Latest {
  readonly report: Report;
  readonly weights: Uint8Array;
  readonly progress: Progress;
  readonly changes: Partial<RunRecord>;
}

/** The policy is written at least this often, in milliseconds, so that a run that is killed leaves one behind. */
const savingInterval = 10_000;

/** Without `checkpointEvery`, writing checkpoints takes at most one part in so many of the time. */
const checkpointShare = 20;

const checkpointsKept = 3;

/** Begins the record of a run in its folder, or goes on with it. */
export function recordRun(
  folder: RunFolder,
  settings: ResolvedSettings,
  { now, log = [], keeping = {}, resumed, initialParameters }: RecordOptions,
): RunRecorder {
  const { checkpointEvery, keepCheckpoints = checkpointsKept } = keeping;
  const start = resumed?.checkpoint.run;
  const began = now() - 1000 * (start?.progress.seconds ?? 0);
  let record = resumed
    ? resumedRecord(resumed, { log, keeping })
    : newRecord(settings, { log, keeping, initialParameters });
  let latest: Latest | undefined;
  /** Whether the training is where the latest report left it. */
  let isAtReport = false;
  const lines = createMetricsLines(start?.lines);
  const recent = createRecentReturns(start?.recent);
  let best = resumed?.best;
  let savedAt = Number.NEGATIVE_INFINITY;
  let nextCheckpoint = Number.NEGATIVE_INFINITY;
  let sink: MetricSink | undefined;
  try {
    // First, since a run that cannot go on keeps the record that it has.
    sink = openMetricSinks(log, {
      ...{ directory: folder.directory, began: Date.parse(record.started) },
      ...(resumed && { past: resumed.lines }),
    });
    folder.writeRecord(record);
  } catch (error) {
    sink?.close();
    folder.close();
    throw error;
  }

  const change = (changes: Partial<RunRecord>): void => {
    const next = { ...record, ...changes };
    folder.writeRecord(next);
    record = next;
  };
  const appendMetrics = (line: MetricsLine | undefined): void => {
    if (line === undefined) return;
    folder.appendMetrics(line);
    sink?.write(line);
  };
  const checkpointOf = ({ report, progress }: Latest, policy: Uint8Array): CheckpointToKeep => {
    const run = { progress, lines: lines.save(), recent: recent.save() };
    const bytes = encodeRunCheckpoint({ training: report.checkpoint(), policy, run });
    return { steps: progress.steps, bytes, kept: keepCheckpoints };
  };
  const save = (changes: Partial<RunRecord> = {}, withCheckpoint = false): void => {
    if (latest === undefined) {
      change(changes);
      return;
    }
    const { bytes, progress } = addProgress(latest.weights, latest.progress);
    const next = { ...record, ...latest.changes, ...progress, ...(best && { best }), ...changes };
    const begins = now();
    folder.writePolicy(bytes, next, withCheckpoint ? checkpointOf(latest, bytes) : undefined);
    record = next;
    savedAt = now();
    if (withCheckpoint)
      nextCheckpoint = savedAt + Math.max(savingInterval, checkpointShare * (savedAt - begins));
  };
  const keepBest = ({ weights, progress }: Latest, evaluation: Evaluation): void => {
    if (best && best.evaluation.mean >= evaluation.mean) return;
    const summary = summaryOf(evaluation);
    const { bytes, progress: saved } = addProgress(weights, { ...progress, evaluation: summary });
    folder.writeBest(bytes);
    const { updates, steps, parameters } = saved;
    best = { updates, steps, parameters, evaluation: summary };
  };
  const isCheckpointDue = (steps: number, before: number): boolean => {
    if (checkpointEvery === "none") return false;
    if (checkpointEvery === undefined) return now() >= nextCheckpoint;
    return Math.floor(steps / checkpointEvery) > Math.floor(before / checkpointEvery);
  };

  return {
    get record() {
      return record;
    },
    recent,
    keep(report, evaluation) {
      const { update: updates, steps, policy, workers, warnings, exactResume } = report;
      const seconds = (now() - began) / 1000;
      const stepsPerSecond = Math.round(steps / Math.max(seconds, 1e-9));
      const { name, instructionSet } = policy.backend;
      const before = latest?.progress.steps ?? start?.progress.steps ?? 0;
      const isBeginning = updates === (start?.progress.updates ?? 0);
      latest = {
        report,
        weights: policy.save(),
        progress: { updates, steps, seconds: roundSeconds(seconds), stepsPerSecond },
        changes: {
          ...{ backend: { name, instructionSet }, workers },
          ...(warnings.length > 0 && { warnings: [...warnings] }),
          ...(record.resumed && { resumed: { ...record.resumed, exactResume } }),
        },
      };
      isAtReport = true;
      if (isBeginning) {
        // A run that goes on has this checkpoint.
        save({}, resumed === undefined && checkpointEvery !== "none");
        return seconds;
      }
      recent.add(report.episodes);
      const evaluated = evaluation && {
        evaluationReturn: evaluation.mean,
        evaluationLength: evaluation.meanLength,
      };
      appendMetrics(lines.add(report, seconds, evaluated));
      if (evaluation) keepBest(latest, evaluation);
      const withCheckpoint = isCheckpointDue(steps, before);
      if (withCheckpoint || now() - savedAt >= savingInterval) save({}, withCheckpoint);
      return seconds;
    },
    goOn() {
      isAtReport = false;
    },
    end(status, changes) {
      if (record.status !== "running") return;
      appendMetrics(lines.rest());
      save({ status, ...changes }, isAtReport && checkpointEvery !== "none");
    },
    fail(error) {
      const message = (error instanceof Error ? error.message : String(error)).slice(0, longestMessage);
      const { status, evaluation, evaluationSkipped } = record;
      try {
        if (status === "running") {
          appendMetrics(lines.rest());
          save({ status: "failed", message });
        } else if (status === "finished" && !evaluation && !evaluationSkipped) {
          change({ evaluationFailure: message });
        }
      } catch {
        record = failRun(folder.directory, message, folder.writeRecord) ?? {
          ...record,
          status: "failed",
          message,
        };
      }
    },
    addEvaluation: (evaluation) => change({ evaluation: summaryOf(evaluation) }),
    close: () => sink?.close(),
  };
}

function summaryOf(evaluation: Evaluation): EvaluationSummary {
  const { returns: _, lengths: __, info, infoCounts, warnings, ...rest } = evaluation;
  return {
    ...rest,
    ...(Object.keys(info).length > 0 && { info, infoCounts }),
    ...(warnings.length > 0 && { warnings: [...warnings] }),
  };
}

interface Asked {
  readonly log: readonly MetricSinkName[];
  readonly keeping: Keeping;
  readonly initialParameters?: string | undefined;
}

function newRecord(
  { environment, algorithm, preset, options, resetOptions }: ResolvedSettings,
  { log, keeping, initialParameters }: Asked,
): RunRecord {
  return {
    format: "logpi-run-1",
    status: "running",
    environment: environment.id,
    ...(environment.module && { module: environment.module }),
    algorithm: algorithm.name,
    preset,
    seed: options.seed,
    options: settingsAsData(options),
    ...(resetOptions && { resetOptions }),
    ...(log.length > 0 && { log: [...log] }),
    ...(Object.keys(keeping).length > 0 && { keeping }),
    ...(initialParameters !== undefined && { initialParameters }),
    ...thisMachine(),
    started: new Date().toISOString(),
    updates: 0,
    steps: 0,
    seconds: 0,
    stepsPerSecond: 0,
  };
}

/** The record of a run that goes on: what came of it before no longer counts. */
function resumedRecord({ record, resolved, checkpoint }: ResumedRun, { log, keeping }: Asked): RunRecord {
  const {
    message: _,
    evaluation: __,
    evaluationFailure: ___,
    reached: ____,
    evaluationSkipped: _____,
    ...rest
  } = record;
  const { updates, steps } = checkpoint.run.progress;
  return {
    ...rest,
    status: "running",
    options: settingsAsData(resolved.options),
    ...(log.length > 0 && { log: [...log] }),
    ...(Object.keys(keeping).length > 0 && { keeping }),
    ...thisMachine(),
    ...checkpoint.run.progress,
    resumed: {
      ...{ times: (record.resumed?.times ?? 0) + 1, updates, steps, started: new Date().toISOString() },
      exactResume: record.resumed?.exactResume ?? true,
    },
  };
}

function thisMachine() {
  return {
    versions: { logpi: version, node: process.versions.node },
    platform: `${process.platform}-${process.arch}`,
  };
}
