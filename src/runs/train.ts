import { setImmediate as nextTurnOfTheEventLoop } from "node:timers/promises";
import { type Evaluation, evaluate } from "../experience/index.ts";
import type { Report } from "../learning/index.ts";
import type { Policy } from "../policies/index.ts";
import { knownOptions, requireOptionsObject, unknownNames } from "../text/known-options.ts";
import { OptionsError } from "../text/options-error.ts";
import { requireInteger } from "../text/require-number.ts";
import { type MetricSinkName, requireSinkNames } from "./metrics/metric-sinks.ts";
import { recordRun } from "./record-run.ts";
import { createRunFolder } from "./run-folder.ts";
import type { RunRecord } from "./run-record.ts";
import { copiesIn, findAlgorithm, resolveSettings, type Settings } from "./settings.ts";
import { whenProcessEnds } from "./when-process-ends.ts";

/** What is to be trained, where the run goes, and how long it is evaluated. */
export interface TrainSettings extends Settings {
  /** The run's folder; made if there is none. Default: a new numbered one in `runs`. */
  readonly run?: string;
  /** Where numbered folders go; default "runs". */
  readonly runs?: string;
  /**
   * Forms in which the metrics are kept beside `metrics.jsonl`: "csv" for a table `metrics.csv`, "tensorboard" for a file
   * `events.out.tfevents.…`; default none.
   */
  readonly log?: readonly MetricSinkName[];
  /** Episodes of the evaluation at the end; default 100. */
  readonly evaluationEpisodes?: number;
  /** Copies of the environment in that evaluation; default: as many as the training has. */
  readonly evaluationEnvironments?: number;
  /**
   * Stops the run after the update that is going on, with the policy saved and without an evaluation. When it is
   * aborted with an error of the caller's own, `abort(new Error("…"))`, the run fails with that error.
   */
  readonly signal?: AbortSignal;
  /** Milliseconds since whenever; default `performance.now`. */
  readonly now?: () => number;
}

/** What happens during a run, in this order: start, report …, then evaluating and done, or stopped. */
export type TrainingEvent = RunSoFar &
  (
    | { readonly event: "start" | "evaluating" | "stopped" }
    | {
        readonly event: "report";
        readonly report: Report /** Since training began. */;
        readonly seconds: number;
      }
    | { readonly event: "done"; readonly evaluation: Evaluation }
  );

/** What every event tells. */
export interface RunSoFar {
  /** The run's folder, as an absolute path. */
  readonly directory: string;
  /** What `run.json` says now: of a run that is going on, how far it was when its weights were saved last. */
  readonly record: RunRecord;
}

/**
 * Trains a policy and keeps the run in a folder: `run.json` (what was trained, and what came of it), `metrics.jsonl`
 * (a line per thousand steps or second) and `policy.safetensors`; with `log`, its metrics in other forms too.
 *
 * The policy is saved after the first update, every ten seconds and at the end, in one step with what `run.json` says of
 * it, so that a run that is killed at any time can be loaded. Leaving the loop stops the run, with the policy saved;
 * throwing into it (`events.throw(error)`), an error that nobody catches and `process.exit()` make it a failed one.
 * Between two updates the event loop gets a turn, so that signals and servers are served.
 *
 * @example
 * for await (const event of train({ environment: "CartPole-v1", preset: "zoo", options: { seed: 3 } })) {
 *   if (event.event === "report") console.log(event.report.steps, event.report.episodes.meanReturn);
 *   if (event.event === "done") console.log(event.evaluation.mean, event.directory);
 * }
 *
 * @throws if the settings are wrong (before a folder is made), or the training fails or cannot be written down: then
 *   the folder keeps the weights of the last report, or those saved before, and says why in `run.json`; or the
 *   evaluation fails, which `run.json` says too
 */
export async function* train(settings: TrainSettings): AsyncGenerator<TrainingEvent, void, undefined> {
  checkNames(settings);
  const resolved = resolveSettings(settings);
  const { environment, algorithm, options, resetOptions } = resolved;
  const resets = resetOptions && { resetOptions };
  const { signal, now = () => performance.now(), evaluationEpisodes = 100 } = settings;
  const { evaluationEnvironments = copiesIn(options), log = [] } = settings;
  requireSinkNames(log);
  requireInteger("evaluationEpisodes", evaluationEpisodes, 1);
  requireInteger("evaluationEnvironments", evaluationEnvironments, 1);
  const training = algorithm(environment, options, { ...resets });
  const folder = createRunFolder({
    name: `${environment.id}-${algorithm.name}`,
    ...(settings.run !== undefined && { directory: settings.run }),
    ...(settings.runs !== undefined && { parent: settings.runs }),
  });
  const { directory } = folder;
  const run = recordRun(folder, resolved, now, log);
  const done = whenProcessEnds(run.fail);

  let policy: Policy | undefined;

  try {
    yield { event: "start", directory, record: run.record };
    // Signals are looked at only between two of the turns that are waited for, so one comes before the first update.
    await nextTurnOfTheEventLoop();
    for (const report of training) {
      policy = report.policy;
      const seconds = run.keep(report);
      yield { event: "report", directory, record: run.record, report, seconds };
      await nextTurnOfTheEventLoop();
      if (signal?.aborted) break;
    }
    if (policy === undefined) throw new Error(`${algorithm.name}: it ended without a single report.`);
    if (signal?.aborted) {
      throwOwnReason(signal);
      run.end("stopped");
      yield { event: "stopped", directory, record: run.record };
      return;
    }
    run.end("finished");
    yield { event: "evaluating", directory, record: run.record };
    const evaluation = evaluate(policy, environment, {
      episodes: evaluationEpisodes,
      environments: evaluationEnvironments,
      ...resets,
    });
    run.addEvaluation(evaluation);
    yield { event: "done", directory, record: run.record, evaluation };
  } catch (error) {
    run.fail(error);
    throw error;
  } finally {
    done();
    try {
      run.end("stopped");
    } finally {
      run.close();
      folder.close();
    }
  }
}

/** Throws what the caller has aborted with, but not what `abort()` and time limits do by themselves. */
function throwOwnReason({ reason }: AbortSignal): void {
  if (reason instanceof Error && !(reason instanceof DOMException)) throw reason;
}

const names = [
  ...(["environment", "algorithm", "preset", "options", "resetOptions"] as const),
  ...(["run", "runs", "log"] as const),
  ...(["evaluationEpisodes", "evaluationEnvironments", "signal", "now"] as const),
];

/** @throws OptionsError for unknown names; options of the algorithm have a place of their own */
function checkNames(settings: TrainSettings): void {
  requireOptionsObject("train", settings, '{ environment: "CartPole-v1" }');
  const { options } = findAlgorithm(settings.algorithm ?? "ppo");
  const misplaced = unknownNames(settings, names).filter((name) => Object.hasOwn(options, name));
  if (misplaced.length > 0) {
    throw new OptionsError(
      misplaced.map((name) => `train: ${name} is an option of the algorithm: write options: { ${name}: … }.`),
    );
  }
  knownOptions("train", settings, names);
}
