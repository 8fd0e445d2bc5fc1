import type { Report } from "../algorithms/report.ts";
import type { Policy } from "../policies/index.ts";
import type { Evaluation } from "./evaluate.ts";
import { createMetricsLines, type MetricsLine, roundSeconds } from "./metrics-line.ts";
import { parametersHash } from "./parameters-hash.ts";
import type { RunFolder } from "./run-folder.ts";
import type { RunRecord } from "./run-record.ts";
import type { ResolvedSettings } from "./settings.ts";
import { version } from "./version.ts";

/** Keeps the folder of a run that is going on up to date. */
export interface RunRecorder {
  /** The record as it is in the folder. */
  readonly record: RunRecord;
  /** Writes down a report, and keeps the weights of now. Returns the seconds since the run began. */
  keep(report: Report): number;
  /** Ends the run, unless it has ended. */
  end(status: "finished" | "stopped"): void;
  /**
   * Ends the run with the weights of the last report and what went wrong. In a run that is finished, it was the
   * evaluation that went wrong.
   */
  fail(error: unknown): void;
  /** Adds what the trained policy achieved. */
  addEvaluation(evaluation: Evaluation): void;
}

/** The policy is written at least this often, in milliseconds, so that a run that is killed leaves one behind. */
const savingInterval = 10_000;

/**
 * Begins the record of a run in its folder.
 *
 * @param now milliseconds since whenever
 */
export function recordRun(folder: RunFolder, settings: ResolvedSettings, now: () => number): RunRecorder {
  const began = now();
  let record = newRecord(settings);
  let policy: Policy | undefined;
  let weights: Uint8Array | undefined;
  let saved = Number.NEGATIVE_INFINITY;
  const lines = createMetricsLines();
  folder.writeRecord(record);

  const change = (changes: Partial<RunRecord>): void => {
    record = { ...record, ...changes };
    folder.writeRecord(record);
  };
  const appendMetrics = (line: MetricsLine | undefined): void => {
    if (line) folder.appendMetrics(line);
  };
  const saveWeights = (): void => {
    if (weights) folder.writePolicy(weights);
    saved = now();
  };

  return {
    get record() {
      return record;
    },
    keep(report) {
      const seconds = (now() - began) / 1000;
      const { update: updates, steps } = report;
      const stepsPerSecond = Math.round(steps / Math.max(seconds, 1e-9));
      record = { ...record, updates, steps, seconds: roundSeconds(seconds), stepsPerSecond };
      policy = report.policy;
      const { name, instructionSet } = policy.backend;
      if (report.warnings.length > 0) record = { ...record, warnings: [...report.warnings] };
      record = { ...record, backend: { name, instructionSet }, workers: report.workers };
      weights = policy.save();
      appendMetrics(lines.add(report, seconds));
      if (now() - saved >= savingInterval) saveWeights();
      return seconds;
    },
    end(status) {
      if (record.status !== "running") return;
      appendMetrics(lines.rest());
      saveWeights();
      change({ status, ...(policy && { parameters: parametersHash(policy) }) });
    },
    fail(error) {
      const message = error instanceof Error ? error.message : String(error);
      if (record.status === "running") {
        appendMetrics(lines.rest());
        saveWeights();
        change({ status: "failed", message });
      } else if (record.status === "finished" && record.evaluation === undefined) {
        change({ evaluationFailure: message });
      }
    },
    addEvaluation({ returns: _, warnings, ...evaluation }) {
      change({ evaluation: { ...evaluation, ...(warnings.length > 0 && { warnings: [...warnings] }) } });
    },
  };
}

function newRecord({ environment, algorithm, preset, options }: ResolvedSettings): RunRecord {
  return {
    format: "logpi-run-1",
    status: "running",
    environment: environment.id,
    ...(environment.module && { module: environment.module }),
    algorithm: algorithm.name,
    preset,
    seed: options.seed,
    options,
    versions: { logpi: version, node: process.versions.node },
    platform: `${process.platform}-${process.arch}`,
    started: new Date().toISOString(),
    updates: 0,
    steps: 0,
    seconds: 0,
    stepsPerSecond: 0,
  };
}
