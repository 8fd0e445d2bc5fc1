import type { Evaluation } from "../experience/index.ts";
import { type Report, settingsAsData } from "../learning/index.ts";
import { version } from "../version.ts";
import { failRun, longestMessage } from "./fail-run.ts";
import { type MetricSink, type MetricSinkName, openMetricSinks } from "./metrics/metric-sinks.ts";
import { createMetricsLines, type MetricsLine, roundSeconds } from "./metrics-line.ts";
import { addProgress, type Progress } from "./policy-progress.ts";
import type { RunFolder } from "./run-folder.ts";
import type { RunRecord } from "./run-record.ts";
import type { ResolvedSettings } from "./settings.ts";

/** Keeps the folder of a run that is going on up to date. */
export interface RunRecorder {
  /** The record as it is in the folder. */
  readonly record: RunRecord;
  /** Writes down a report, and keeps the weights of now. Returns the seconds since the run began. */
  keep(report: Report): number;
  /** Ends the run, unless it has ended. */
  end(status: "finished" | "stopped"): void;
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

/** What a report came with, to be written down when the weights are saved. */
interface Latest {
  readonly weights: Uint8Array;
  readonly progress: Progress;
  readonly changes: Partial<RunRecord>;
}

/** The policy is written at least this often, in milliseconds, so that a run that is killed leaves one behind. */
const savingInterval = 10_000;

/**
 * Begins the record of a run in its folder.
 *
 * @param now milliseconds since whenever
 * @param log in which forms the metrics are kept beside `metrics.jsonl`
 */
export function recordRun(
  folder: RunFolder,
  settings: ResolvedSettings,
  now: () => number,
  log: readonly MetricSinkName[] = [],
): RunRecorder {
  const began = now();
  let record = newRecord(settings, log);
  let latest: Latest | undefined;
  const lines = createMetricsLines();
  let savedAt = Number.NEGATIVE_INFINITY;
  let sink: MetricSink | undefined;
  try {
    folder.writeRecord(record);
    sink = openMetricSinks(log, { directory: folder.directory, began: Date.parse(record.started) });
  } catch (error) {
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
  const save = (changes: Partial<RunRecord> = {}): void => {
    if (latest === undefined) {
      change(changes);
      return;
    }
    const { bytes, progress } = addProgress(latest.weights, latest.progress);
    const next = { ...record, ...latest.changes, ...progress, ...changes };
    folder.writePolicy(bytes, next);
    record = next;
    savedAt = now();
  };

  return {
    get record() {
      return record;
    },
    keep(report) {
      const { update: updates, steps, policy, workers, warnings } = report;
      const seconds = (now() - began) / 1000;
      const stepsPerSecond = Math.round(steps / Math.max(seconds, 1e-9));
      const { name, instructionSet } = policy.backend;
      latest = {
        weights: policy.save(),
        progress: { updates, steps, seconds: roundSeconds(seconds), stepsPerSecond },
        changes: {
          ...{ backend: { name, instructionSet }, workers },
          ...(warnings.length > 0 && { warnings: [...warnings] }),
        },
      };
      appendMetrics(lines.add(report, seconds));
      if (now() - savedAt >= savingInterval) save();
      return seconds;
    },
    end(status) {
      if (record.status !== "running") return;
      appendMetrics(lines.rest());
      save({ status });
    },
    fail(error) {
      const message = (error instanceof Error ? error.message : String(error)).slice(0, longestMessage);
      const { status, evaluation } = record;
      try {
        if (status === "running") {
          appendMetrics(lines.rest());
          save({ status: "failed", message });
        } else if (status === "finished" && evaluation === undefined) {
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
    addEvaluation({ returns: _, lengths: __, info, infoCounts, warnings, ...evaluation }) {
      change({
        evaluation: {
          ...evaluation,
          ...(Object.keys(info).length > 0 && { info, infoCounts }),
          ...(warnings.length > 0 && { warnings: [...warnings] }),
        },
      });
    },
    close: () => sink?.close(),
  };
}

function newRecord(
  { environment, algorithm, preset, options, resetOptions }: ResolvedSettings,
  log: readonly MetricSinkName[],
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
    versions: { logpi: version, node: process.versions.node },
    platform: `${process.platform}-${process.arch}`,
    started: new Date().toISOString(),
    updates: 0,
    steps: 0,
    seconds: 0,
    stepsPerSecond: 0,
  };
}
