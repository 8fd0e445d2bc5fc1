import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type EnvironmentSource, environments } from "../../environments/index.ts";
import type { Algorithm } from "../../learning/index.ts";
import { OptionsError } from "../../text/options-error.ts";
import { readProgress } from "../evaluation/policy-progress.ts";
import { explain, readBest, readRun } from "../folder/read-run.ts";
import { runFiles } from "../folder/run-folder.ts";
import type { RunRecord } from "../folder/run-record.ts";
import type { MetricsLine } from "../metrics/metrics-line.ts";
import { readMetrics } from "../metrics/read-metrics.ts";
import { type ResolvedSettings, resolveSettings } from "../settings.ts";
import { checkpointsIn, readCheckpoint } from "./checkpoint-files.ts";
import type { RunCheckpoint } from "./run-checkpoint.ts";

/** What may be said of a run that goes on; all the rest is as it was. */
export interface ResumeSettings {
  /** Its environment, if that is not built in. */
  readonly environment?: EnvironmentSource;
  /** Its algorithm, if that is not built in. */
  readonly algorithm?: Algorithm;
  /** Only `steps` and `workers` may be others than they were. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** A run that is to go on, from its latest checkpoint. */
export interface ResumedRun {
  /** An absolute path. */
  readonly directory: string;
  readonly record: RunRecord;
  readonly resolved: ResolvedSettings;
  readonly checkpoint: RunCheckpoint;
  /** Its best policy so far, as the file of it tells. */
  readonly best: RunRecord["best"];
  /** The lines of metrics until the checkpoint. */
  readonly lines: readonly MetricsLine[];
  /** Bytes that these lines take. */
  readonly metricsLength: number;
}

/**
 * Reads what a run goes on from. Changes nothing.
 *
 * @throws if there is no run or no checkpoint in the folder, a file of it is damaged, or the settings are wrong
 */
export function readResumedRun(folder: string, settings: ResumeSettings): ResumedRun {
  const { record } = readRun(folder);
  const directory = resolve(folder);
  const steps = checkpointsIn(directory).at(-1);
  if (steps === undefined) {
    throw new Error(
      `resume: ${folder} has no checkpoint. Train it again${record.keeping?.checkpointEvery === "none" ? ', without checkpointEvery: "none" (--checkpoint-every none)' : ""}.`,
    );
  }
  const checkpoint = readCheckpoint(directory, steps);
  const lines = linesUntil(directory, checkpoint);
  const best = bestOf(directory);
  const resolved = resolveSettings({
    environment: settings.environment ?? builtInEnvironment(folder, record),
    algorithm: settings.algorithm ?? record.algorithm,
    preset: "defaults",
    options: { ...record.options, ...settings.options },
    ...(record.resetOptions && { resetOptions: record.resetOptions }),
  });
  requireStepsToCome(folder, resolved.options.steps, { record, checkpoint });
  return { directory, record, resolved: { ...resolved, preset: record.preset }, checkpoint, best, ...lines };
}

/** All the steps, of which some are trained, may be more than they were to be, but not fewer than there are. */
function requireStepsToCome(
  folder: string,
  steps: number,
  { record, checkpoint }: Pick<ResumedRun, "record" | "checkpoint">,
): void {
  const trained = checkpoint.run.progress.steps;
  // A run may have trained a few steps more than it was to: whole updates.
  if (steps >= trained || steps === record.options.steps) return;
  throw new OptionsError([
    `resume: option steps is ${steps}, and ${folder} has trained ${trained} steps already. It counts all steps of the run: ` +
      `give more than ${trained}, or leave it out for the ${record.options.steps} that the run was begun with.`,
  ]);
}

function builtInEnvironment(folder: string, { environment }: RunRecord): EnvironmentSource {
  const builtIn = environments.find(({ id }) => id === environment);
  if (builtIn) return builtIn;
  throw new Error(
    `resume: ${folder} was trained in ${JSON.stringify(environment)}, which is not built in. Give it: train({ resume, environment }).`,
  );
}

/** The best policy in a run's folder, as its file tells. */
function bestOf(directory: string): RunRecord["best"] {
  const bytes = readBest(directory);
  const saved = bytes && explain(join(directory, runFiles.best), () => readProgress(bytes));
  if (saved?.evaluation === undefined) return undefined;
  const { updates, steps, parameters, evaluation } = saved;
  return { updates, steps, parameters, evaluation };
}

/** What `metrics.jsonl` has until a checkpoint. Whatever follows was written after it, and comes again. */
function linesUntil(
  directory: string,
  { run: { progress, lines: next } }: RunCheckpoint,
): Pick<ResumedRun, "lines" | "metricsLength"> {
  const file = join(directory, runFiles.metrics);
  // Of a run that failed, the line of what waits in the checkpoint may be there already.
  const until = next.waiting ? next.waiting.report.update - 1 : progress.updates;
  const lines = existsSync(file) ? readMetrics(directory).filter(({ update }) => update <= until) : [];
  if ((lines.at(-1)?.steps ?? Number.NEGATIVE_INFINITY) !== next.steps) {
    throw new Error(
      `${file}: the line of ${next.steps} steps, which was written before the checkpoint, is not there. Put the file back, or ` +
        "begin a new run with the policy of this one (--init, or train({ policy })).",
    );
  }
  if (lines.length === 0) return { lines, metricsLength: 0 };
  const text = readFileSync(file, "utf8").split("\n").slice(0, lines.length);
  return { lines, metricsLength: Buffer.byteLength(text.map((line) => `${line}\n`).join("")) };
}
