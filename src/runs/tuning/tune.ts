import * as fs from "node:fs";
import { join, resolve } from "node:path";
import {
  type EnvironmentDefinition,
  type EnvironmentSource,
  environments,
  resolveEnvironment,
} from "../../environments/index.ts";
import { type Algorithm, withDefaults } from "../../learning/index.ts";
import { knownOptions, requireOptionsObject } from "../../text/known-options.ts";
import { version } from "../../version.ts";
import { identityOf, lockFolder } from "../folder/folder-lock.ts";
import { makeNumberedFolder } from "../folder/numbered-folder.ts";
import { makeFolder, replaceFiles } from "../folder/replace-files.ts";
import { formatPresetFile } from "../preset-file.ts";
import { findAlgorithm } from "../settings.ts";
import { presetOfTrial, tuningTable } from "./best-settings.ts";
import { checkRanges } from "./check-ranges.ts";
import { concurrently } from "./concurrently.ts";
import { hasJournal, type Journal, openJournal, readTuningPlan, tuningFiles } from "./journal.ts";
import { rungSteps, type TuningPlace, type TuningPlan, type TuningResult } from "./plan.ts";
import type { TrialListener, TrialOutcome, TrialTask } from "./run-trial.ts";
import type { RankedTrial } from "./search.ts";
import { startTrial } from "./start-trial.ts";
import {
  type CommonTuning,
  type NewTuning,
  placeOf,
  placeOfAlgorithm,
  planOf,
  processesOf,
} from "./tune-settings.ts";

/** What is searched and how, or which search goes on. */
export type TuneSettings = (NewTuning | ResumedTuning) & CommonTuning;

/** A search that goes on: all is as it was begun. */
export interface ResumedTuning {
  /** Its folder. */
  readonly resume: string;
  /** Its environment, if that is not built in. */
  readonly environment?: EnvironmentSource;
  /** Its algorithm, if that is not built in. */
  readonly algorithm?: Algorithm;
}

/** What happens during a search: start; progress, results and rungs; then stopped or done. */
export type TuningEvent = {
  /** The folder of the search, as an absolute path. */
  readonly directory: string;
  readonly plan: TuningPlan;
  /** The trials so far, from the best on. */
  readonly ranking: readonly RankedTrial[];
  /** Environment steps of all trainings so far, and of all that there will be. */
  readonly steps: number;
  readonly totalSteps: number;
} & (
  | { readonly event: "start" | "progress" | "stopped" }
  | { readonly event: "result"; readonly result: TuningResult }
  /** A rung is over, and these trials go on to the next one. */
  | { readonly event: "rung"; readonly rung: number; readonly trials: readonly number[] }
  /** The path of the preset with the best settings; none where all trials failed. */
  | { readonly event: "done"; readonly preset: string | undefined }
);

/** What trains a trial: default in a process of its own. */
export type RunTrial = (task: TrialTask, listener: TrialListener) => Promise<TrialOutcome | undefined>;

/**
 * Searches settings of an algorithm for an environment: draws those of each trial from ranges, trains every trial with
 * several seeds, each training in a process of its own, and compares the mean returns of evaluations after the training. They
 * are of greedy policies, over the same episodes for all (seed 1, those of the evaluations during a `train`; an evaluation at
 * the end of a training has others).
 *
 * The search keeps a folder: `tuning.jsonl`, its journal; `runs`, a run for each trial and seed; and in the end `table.md` and
 * `best.json`, a preset for `train({ preset })`. The same settings give the same table and preset to the bit, whatever the
 * number of processes, and whether the search was stopped and resumed or not. A trial that fails is one with a reason; where a
 * run's folder cannot be had or written, which is no fault of the trial, the search ends with an error and can be resumed.
 *
 * @example
 * for await (const event of tune({ environment: "CartPole-v1", trials: 20, halving: true, options: { steps: 50_000 } })) {
 *   if (event.event === "done") console.log(event.ranking[0].mean, event.preset);
 * }
 *
 * @throws if the settings are wrong (before a folder is made), the search that should go on is damaged or another version's,
 *   another process goes on with it, or the folder cannot be written
 */
export function tune(settings: TuneSettings): AsyncGenerator<TuningEvent, void, undefined> {
  return tuneWith(settings, startTrial);
}

/** {@link tune} with trainings that run elsewhere. */
export async function* tuneWith(
  settings: TuneSettings,
  runTrial: RunTrial,
): AsyncGenerator<TuningEvent, void, undefined> {
  requireOptionsObject("tune", settings, '{ environment: "CartPole-v1" }');
  const processes = processesOf(settings);
  const { environment, algorithm, directory, journal } = isResumed(settings)
    ? goOn(settings)
    : begin(settings);
  const { plan, search } = journal;
  const untils = rungSteps(plan);
  const trained = new Map<string, number>();
  const count = (place: TuningPlace, steps: number) => trained.set(`${place.trial} ${place.seed}`, steps);
  const soFar = () => {
    const totalSteps = plan.seeds.length * stepsOfTrials(plan.trials.length, untils);
    const steps = [...trained.values()].reduce((sum, steps) => sum + steps, 0);
    return { directory, plan, ranking: search.ranking(), steps: Math.min(steps, totalSteps), totalSteps };
  };
  const taskOf = ({ trial, rung, seed }: TuningPlace): TrialTask => ({
    ...{ environment: placeOf(environment), algorithm: placeOfAlgorithm(algorithm) },
    options: { ...plan.options, ...plan.trials[trial], seed },
    ...(plan.resetOptions && { resetOptions: plan.resetOptions }),
    run: join(directory, "runs", `trial-${trial}-seed-${seed}`),
    ...{ until: untils[rung], episodes: plan.episodes },
  });
  for (const { trial, steps } of search.ranking())
    for (const seed of plan.seeds) count({ trial, seed, rung: 0 }, steps);

  type Said = { readonly place: TuningPlace; readonly steps: number } | { readonly result: TuningResult };
  const run = async (place: TuningPlace, say: (said: Said) => void, signal: AbortSignal) => {
    const outcome = await runTrial(taskOf(place), { signal, onSteps: (steps) => say({ place, steps }) });
    if (outcome) say({ result: { ...place, ...outcome } });
  };
  try {
    yield { event: "start", ...soFar() };
    for (let pending = search.pending(); pending.length > 0; pending = search.pending()) {
      const { rung } = search;
      for await (const said of concurrently(pending, processes, run, settings.signal)) {
        if ("result" in said) {
          journal.add(said.result);
          if ("steps" in said.result) count(said.result, said.result.steps);
          yield { event: "result", result: said.result, ...soFar() };
        } else {
          count(said.place, said.steps);
          yield { event: "progress", ...soFar() };
        }
      }
      if (search.rung === rung) {
        yield { event: "stopped", ...soFar() };
        return;
      }
      if (search.pending().length > 0) yield { event: "rung", rung, trials: search.trials, ...soFar() };
    }
    yield { event: "done", preset: writeFindings(directory, journal, algorithm), ...soFar() };
  } finally {
    journal.close();
  }
}

function isResumed(settings: TuneSettings): settings is ResumedTuning & CommonTuning {
  return (settings as Partial<ResumedTuning>).resume !== undefined;
}

interface Opened {
  readonly environment: EnvironmentDefinition;
  readonly algorithm: Algorithm;
  readonly directory: string;
  /** Closing it lets go of the folder too. */
  readonly journal: Journal;
}

/** Opens the journal in a folder that no other process searches in. */
function openLocked(directory: string, plan?: TuningPlan): Journal {
  const unlock = lockFolder(fs, directory, identityOf(directory) ?? "", "tune");
  try {
    const journal = openJournal(directory, plan);
    return {
      ...journal,
      close() {
        unlock();
        journal.close();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

function begin(settings: NewTuning & CommonTuning): Opened {
  const { plan, environment, algorithm } = planOf(settings);
  placeOfAlgorithm(algorithm);
  const { out } = settings;
  if (out !== undefined && hasJournal(out)) {
    throw new Error(
      `tune: ${out} already holds a search. Go on with it (--resume ${out}, or { resume }), or choose another folder.`,
    );
  }
  const directory =
    out === undefined
      ? makeNumberedFolder(fs, "runs", `${plan.environment}-${plan.algorithm}-tuning`)
      : resolve(out);
  makeFolder(fs, directory);
  return { environment, algorithm, directory, journal: openLocked(directory, plan) };
}

function goOn(settings: ResumedTuning & CommonTuning): Opened {
  knownOptions("tune, of a search that is resumed", settings, [
    ...(["resume", "environment", "algorithm", "processes", "signal"] as const),
  ]);
  const directory = resolve(settings.resume);
  readTuningPlan(settings.resume);
  const journal = openLocked(directory);
  const { plan } = journal;
  try {
    if (plan.version !== version) {
      throw new Error(
        `tune: ${settings.resume} was begun with logpi ${plan.version}, and this is ${version}, which may train otherwise. ` +
          "Go on with that one, or begin another search.",
      );
    }
    const environment = settings.environment ?? environments.find(({ id }) => id === plan.environment);
    if (environment === undefined) {
      throw new Error(
        `tune: ${settings.resume} is a search in ${JSON.stringify(plan.environment)}, which is not built in. Give it: ` +
          "tune({ resume, environment }).",
      );
    }
    const algorithm = settings.algorithm ?? findAlgorithm(plan.algorithm);
    checkRanges(algorithm, plan.ranges as never);
    for (const trial of plan.trials)
      withDefaults(algorithm.options, { ...plan.options, ...trial }, algorithm.name);
    return { environment: resolveEnvironment(environment), algorithm, directory, journal };
  } catch (error) {
    journal.close();
    throw error;
  }
}

/** Environment steps of one seed of all trials, if none fails. */
function stepsOfTrials(trials: number, untils: readonly number[]): number {
  let left = trials;
  return untils.reduce((sum, until, rung) => {
    const steps = left * (until - (untils[rung - 1] ?? 0));
    left = Math.ceil(left / 2);
    return sum + steps;
  }, 0);
}

/** Writes the table and the preset. Returns the path of the latter. */
function writeFindings(
  directory: string,
  { plan, search }: Journal,
  algorithm: Algorithm,
): string | undefined {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const ranking = search.ranking();
  const best = ranking.find(({ failure }) => failure === undefined);
  const preset = best && formatPresetFile(presetOfTrial(plan, best.trial, algorithm));
  replaceFiles(fs, directory, [
    { name: tuningFiles.table, bytes: bytes(tuningTable(plan, ranking)) },
    ...(preset === undefined ? [] : [{ name: tuningFiles.best, bytes: bytes(preset) }]),
  ]);
  return preset === undefined ? undefined : join(directory, tuningFiles.best);
}
