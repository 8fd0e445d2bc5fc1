import { rmSync } from "node:fs";
import { type ModuleExport, resolveEnvironment } from "../../environments/index.ts";
import { evaluate } from "../../experience/index.ts";
import type { Algorithm } from "../../learning/index.ts";
import { importFrom } from "../../workers/index.ts";
import { checkpointsIn } from "../checkpoints/checkpoint-files.ts";
import { loadRun } from "../folder/load-run.ts";
import { RunFolderError } from "../folder/run-folder-error.ts";
import { importEnvironment } from "../load-environment.ts";
import { copiesIn, findAlgorithm } from "../settings.ts";
import { train } from "../train.ts";
import type { TuningResult } from "./plan.ts";

/** A training with one seed, until so many steps, and the evaluation after it; as it can be sent to another process. */
export interface TrialTask {
  /** The id of a built-in environment, or where another one can be imported from. */
  readonly environment: string | ModuleExport;
  /** The name of a built-in algorithm, or where another one can be imported from. */
  readonly algorithm: string | ModuleExport;
  /** Every option. Its steps are those of the whole training, which schedules depend on. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly resetOptions?: Readonly<Record<string, unknown>>;
  /** The folder of its run, which is gone on with if there is one. */
  readonly run: string;
  /** The training stops after the first update that comes to so many environment steps. */
  readonly until: number;
  /** Episodes of the evaluation. */
  readonly episodes: number;
}

/** What came of it. */
export type TrialOutcome =
  | Pick<Extract<TuningResult, { mean: number }>, "steps" | "mean" | "std" | "parameters">
  | { readonly failure: string };

export interface TrialListener {
  /** Stops the training after the update that is going on, with its run saved. */
  readonly signal: AbortSignal;
  /** Is told the environment steps of the training after every update. */
  onSteps(steps: number): void;
}

/** The episodes are those of evaluations that choose a policy: not those by which `train` judges one at the end. */
const evaluationSeed = 1;

/**
 * Trains, goes on with a training that was stopped or killed, and evaluates the policy. The result is the same to the bit
 * however often it was stopped.
 *
 * @returns undefined if it was stopped by the signal
 * @throws RunFolderError if its folder is another process's or cannot be written
 */
export async function runTrial(
  task: TrialTask,
  { signal, onSteps }: TrialListener,
): Promise<TrialOutcome | undefined> {
  try {
    const environment = resolveEnvironment(
      typeof task.environment === "string" ? task.environment : await importEnvironment(task.environment),
    );
    const algorithm =
      typeof task.algorithm === "string"
        ? findAlgorithm(task.algorithm)
        : ((await importFrom(task.algorithm)) as Algorithm);
    const { run, until, options, resetOptions } = task;
    const isBegun = checkpointsIn(run).length > 0;
    // What was killed before its first checkpoint holds nothing.
    if (!isBegun) rmSync(run, { recursive: true, force: true });

    const stop = new AbortController();
    const abort = () => stop.abort();
    if (signal.aborted) return undefined;
    signal.addEventListener("abort", abort, { once: true });
    const keeping = { keepCheckpoints: 1, signal: stop.signal };
    const events = train(
      isBegun
        ? { resume: run, environment, algorithm, ...keeping }
        : {
            run,
            environment,
            algorithm,
            preset: "defaults",
            options,
            ...(resetOptions && { resetOptions }),
            ...keeping,
          },
    );
    let steps = 0;
    for await (const event of events) {
      if (event.event === "start") steps = event.record.steps;
      else if (event.event === "report") {
        ({ steps } = event.report);
        onSteps(steps);
      } else continue;
      if (steps >= until) stop.abort();
    }
    signal.removeEventListener("abort", abort);
    if (signal.aborted && steps < until) return undefined;

    const { policy, record } = loadRun(run, { backend: options.backend as "wasm" | "native" });
    const { episodes } = task;
    const { mean, std } = evaluate(policy, environment, {
      ...{ episodes, seed: evaluationSeed, environments: copiesIn(options) },
      ...(resetOptions && { resetOptions }),
    });
    if (!Number.isFinite(mean)) return { failure: `the mean return of its evaluation is ${mean}` };
    return { steps, mean, std, parameters: record.parameters ?? "" };
  } catch (error) {
    // Nothing that the settings of the trial are to blame for.
    if (error instanceof RunFolderError) throw error;
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}
