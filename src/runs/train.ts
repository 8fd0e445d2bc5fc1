import type { Evaluation } from "../experience/index.ts";
import type { Report } from "../learning/index.ts";
import type { Policy } from "../policies/index.ts";
import { nextTurn } from "../workers/index.ts";
import { readResumedRun } from "./checkpoints/resume-run.ts";
import { createEvaluations, returnReached } from "./evaluation/evaluations.ts";
import { requireNoJudging, whyNotEvaluated } from "./evaluation/games.ts";
import { createRunFolder, openRunFolder } from "./folder/run-folder.ts";
import type { Keeping, RunRecord } from "./folder/run-record.ts";
import { parametersHash } from "./parameters-hash.ts";
import { type RunRecorder, recordRun } from "./record-run.ts";
import { algorithmOf, copiesIn, resolveSettings, type Settings } from "./settings.ts";
import { checkTrainSettings, keepingIn, type NewRunSettings, type TrainSettings } from "./train-settings.ts";
import { whenProcessEnds } from "./when-process-ends.ts";

/**
 * What happens during a run, in this order: start; for each update a report, after an evaluation where it is time for one;
 * then evaluating and done, or stopped. A game of several players is not evaluated: after all its updates comes unevaluated,
 * and `record.evaluationSkipped` says why.
 */
export type TrainingEvent = RunSoFar &
  (
    | { readonly event: "start" | "evaluating" | "unevaluated" | "stopped" }
    | {
        readonly event: "evaluation";
        readonly report: Report;
        readonly evaluation: Evaluation;
      }
    | {
        readonly event: "report";
        readonly report: Report;
        /** Since training began. */
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
 * (a line per thousand steps or second), `policy.safetensors` and checkpoints; with `log`, its metrics in other forms too.
 *
 * The policy is saved before the first update, every ten seconds and at the end, in one step with what `run.json` says of
 * it, so that a run that is killed at any time can be loaded, and goes on with `{ resume: folder }` from its latest
 * checkpoint to the bit. Leaving the loop stops the run, with the policy saved; throwing into it (`events.throw(error)`), an
 * error that nobody catches and `process.exit()` make it a failed one. Between two updates the event loop gets a turn, so
 * that signals and servers are served.
 *
 * @example
 * for await (const event of train({ environment: "CartPole-v1", preset: "zoo", options: { seed: 3 } })) {
 *   if (event.event === "report") console.log(event.report.steps, event.report.episodes.meanReturn);
 *   if (event.event === "done") console.log(event.evaluation.mean, event.directory);
 * }
 *
 * @throws if the settings are wrong (before a folder is made), a run that should go on cannot (nothing of it is changed
 *   then), or the training fails or cannot be written down: then the folder keeps the weights of the last report, or those
 *   saved before, and says why in `run.json`; or the evaluation fails, which `run.json` says too
 */
export async function* train(settings: TrainSettings): AsyncGenerator<TrainingEvent, void, undefined> {
  checkTrainSettings(settings);
  const resumed = settings.resume === undefined ? undefined : readResumedRun(settings.resume, settings);
  const fresh = settings as NewRunSettings;
  const { policy: initial, valueFunction } = fresh;
  const resolved = resumed?.resolved ?? resolveSettings(builtLike(fresh, initial));
  const { environment, algorithm, options, resetOptions } = resolved;
  const { signal, now = () => performance.now(), evaluationEnvironments = copiesIn(options) } = settings;
  const keeping: Keeping = { ...resumed?.record.keeping, ...keepingIn(settings) };
  const training = algorithm(environment, options, {
    reportsBeginning: true,
    ...(resumed && { resume: resumed.checkpoint.training }),
    ...(initial && { policy: initial }),
    ...(valueFunction && { valueFunction }),
    ...(resetOptions && { resetOptions }),
  });
  const reports = training[Symbol.iterator]();
  /** Whether networks can be built so, and weights and a checkpoint fit, is found before a folder is made or changed. */
  let beginning: ReturnType<typeof reports.next> | undefined = reports.next();
  const evaluationSkipped = whyNotEvaluated(environment.id, beginning.value?.players ?? 1);
  let run: RunRecorder | undefined;
  let folder: ReturnType<typeof openRunFolder> | undefined;
  let done = () => {};

  try {
    requireNoJudging(keeping, evaluationSkipped);
    folder = resumed
      ? openRunFolder(resumed.directory, resumed.metricsLength)
      : createRunFolder({
          name: `${environment.id}-${algorithm.name}`,
          ...(fresh.run !== undefined && { directory: fresh.run }),
          ...(fresh.runs !== undefined && { parent: fresh.runs }),
        });
    const { directory } = folder;
    const recorder = recordRun(folder, resolved, {
      ...{ now, keeping, resumed, log: settings.log ?? resumed?.record.log ?? [] },
      initialParameters: initial && parametersHash(initial),
    });
    run = recorder;
    done = whenProcessEnds(recorder.fail);
    const evaluations = createEvaluations(environment, {
      ...{ ...keeping, environments: evaluationEnvironments, resetOptions },
      steps: resumed?.checkpoint.run.progress.steps ?? 0,
    });
    let report: Report | undefined;
    let reached: RunRecord["reached"];
    const next = (): Report | undefined => {
      const isLast = report && report.steps >= report.totalSteps;
      // What it begins with is there already, and is kept however early it is stopped.
      if (beginning === undefined && (isLast || reached || signal?.aborted)) return undefined;
      recorder.goOn();
      const { done, value } = beginning ?? reports.next();
      beginning = undefined;
      if (!done) report = value;
      return done ? undefined : value;
    };

    if (resumed) recorder.keep(next()!);
    yield { event: "start", directory, record: recorder.record };
    // Signals are looked at only between two of the turns that are waited for, so one comes before the first update.
    await nextTurn();
    for (let latest = next(); latest; latest = next()) {
      const evaluation = evaluations.during(latest);
      const seconds = recorder.keep(latest, evaluation);
      const soFar = { directory, record: recorder.record, report: latest };
      reached = returnReached(keeping, recorder.recent, evaluation);
      if (evaluation) yield { event: "evaluation", ...soFar, evaluation };
      if (latest.update > 0) yield { event: "report", ...soFar, seconds };
      await nextTurn();
    }
    if (report === undefined || (report.update === 0 && !signal?.aborted)) {
      throw new Error(`${algorithm.name}: it ended without a single report.`);
    }
    if (signal?.aborted) {
      throwOwnReason(signal);
      recorder.end("stopped");
      yield { event: "stopped", directory, record: recorder.record };
      return;
    }
    recorder.end("finished", {
      ...(reached && { reached }),
      ...(evaluationSkipped && { evaluationSkipped }),
    });
    reports.return?.();
    if (evaluationSkipped !== undefined) {
      yield { event: "unevaluated", directory, record: recorder.record };
      return;
    }
    yield { event: "evaluating", directory, record: recorder.record };
    const evaluation = evaluations.atTheEnd(report);
    recorder.addEvaluation(evaluation);
    yield { event: "done", directory, record: recorder.record, evaluation };
  } catch (error) {
    run?.fail(error);
    throw error;
  } finally {
    done();
    try {
      run?.end("stopped");
    } finally {
      reports.return?.();
      run?.close();
      folder?.close();
    }
  }
}

/** Settings by which networks are built like those of a policy, unless the options say how. */
function builtLike(settings: NewRunSettings, policy: Policy | undefined): Settings {
  const { environment, algorithm, preset, resetOptions, options = {} } = settings;
  const known = algorithmOf(settings).options;
  const isSaid = (...names: string[]) => names.some((name) => Object.hasOwn(options, name));
  const like = policy && {
    ...(!isSaid("architecture", "hidden", "activation") && { architecture: policy.architecture }),
    ...(Object.hasOwn(known, "head") &&
      !isSaid("head") &&
      policy.actionSpace.kind === "box" && { head: policy.head }),
    ...(Object.hasOwn(known, "normalizeObservations") &&
      !isSaid("normalizeObservations") && { normalizeObservations: policy.observationScale !== undefined }),
  };
  return {
    environment,
    ...(algorithm !== undefined && { algorithm }),
    ...(preset !== undefined && { preset }),
    ...(resetOptions && { resetOptions }),
    options: { ...options, ...like },
  };
}

/** Throws what the caller has aborted with, but not what `abort()` and time limits do by themselves. */
function throwOwnReason({ reason }: AbortSignal): void {
  if (reason instanceof Error && !(reason instanceof DOMException)) throw reason;
}
