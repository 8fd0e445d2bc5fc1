import { availableParallelism } from "node:os";
import { algorithms, searchRanges } from "../../algorithms/index.ts";
import {
  type EnvironmentDefinition,
  environments,
  type ModuleExport,
  vectorize,
} from "../../environments/index.ts";
import type { Algorithm, SearchRanges } from "../../learning/index.ts";
import { createGenerator } from "../../random/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { OptionsError } from "../../text/options-error.ts";
import { explainPlainRecord } from "../../text/plain-data.ts";
import { requireFlag } from "../../text/require-flag.ts";
import { requireInteger } from "../../text/require-number.ts";
import { valueInText } from "../../text/value-in-text.ts";
import { version } from "../../version.ts";
import { whyNotEvaluated } from "../evaluation/games.ts";
import { resolveSettings, type Settings } from "../settings.ts";
import { checkRanges } from "./check-ranges.ts";
import { type DrawnSettings, drawSettings } from "./draw-settings.ts";
import type { TuningPlan } from "./plan.ts";

/** What is searched, and how. */
export interface NewTuning extends Settings {
  /** The options that are searched, each with its range; default those that are declared for the algorithm. */
  readonly ranges?: SearchRanges;
  /** Trials: the first has the settings that the search starts from, each other one draws its own. Default 20. */
  readonly trials?: number;
  /** Trainings of each trial, with the seeds `seed`, `seed + 1`, …; default 3. */
  readonly seeds?: number;
  /** Whether to halve the number of trials on the way (successive halving); default false: all are trained to the end. */
  readonly halving?: boolean;
  /** Seed of what is drawn, and the first seed of the trainings; default 0. */
  readonly seed?: number;
  /** Episodes of each evaluation; default 20. */
  readonly episodes?: number;
  /** The folder of the search; default a new numbered one in `runs`. */
  readonly out?: string;
  /** A search that goes on is another thing: see `ResumedTuning`. */
  readonly resume?: undefined;
}

/** How a search runs, which changes nothing of what comes of it. */
export interface CommonTuning {
  /** Trainings that run at a time, each in a process of its own; default: one for each processor. */
  readonly processes?: number;
  /** Stops the search: trainings stop after the update that is going on, and the search can be resumed. */
  readonly signal?: AbortSignal;
}

const commonNames = ["processes", "signal"] as const;
const newNames = [
  ...(["environment", "algorithm", "preset", "options", "resetOptions"] as const),
  ...(["ranges", "trials", "seeds", "halving", "seed", "episodes", "out", "resume"] as const),
  ...commonNames,
];

/** Tells the generator of a search from that of a training with the same seed. */
const searching = 1;

/** Of trials, seeds and episodes: all trials are drawn before the first is trained. */
const most = 100_000;

/** How many trainings run at a time. @throws RangeError if that is no count */
export function processesOf({ processes = availableParallelism() }: CommonTuning): number {
  requireInteger("tune: processes", processes, 1);
  return processes;
}

/**
 * What a search does, with its trials drawn.
 *
 * @throws if a setting is unknown or out of range, nothing can be drawn from the ranges, the environment is one of several
 *   players, or the algorithm cannot be trained in it
 */
export function planOf(settings: NewTuning & CommonTuning): {
  readonly plan: TuningPlan;
  readonly environment: EnvironmentDefinition;
  readonly algorithm: Algorithm;
} {
  knownOptions("tune", settings, newNames);
  const { trials = 20, seeds = 3, halving = false, seed = 0, episodes = 20 } = settings;
  for (const [name, count] of Object.entries({ trials, seeds, episodes })) {
    requireInteger(`tune: ${name}`, count, 1);
    if (count <= most) continue;
    throw new RangeError(`tune: ${name} is ${count}; it must be an integer from 1 to ${most}`);
  }
  requireInteger("tune: seed", seed, 0);
  const { out } = settings;
  if (out !== undefined && typeof out !== "string") {
    throw new TypeError(`tune: out is ${valueInText(out)}; it must be the path of a folder`);
  }
  requireFlag("tune: halving", halving);
  if (settings.options && Object.hasOwn(settings.options, "seed")) {
    throw new OptionsError([
      "tune: the option seed is given; write seed beside the options: every trial has several.",
    ]);
  }
  const { environment, algorithm, preset, options: all, resetOptions } = resolveSettings(settings);
  const { seed: _, ...options } = { ...all, workers: settings.options?.workers ?? 1 };
  const notPlain =
    explainPlainRecord("tune: options", options) ?? explainPlainRecord("tune: resetOptions", resetOptions);
  if (notPlain !== undefined) throw new OptionsError([`${notPlain}: trials run in processes of their own.`]);
  const obstacle = whyNotEvaluated(environment.id, playersOf(environment));
  if (obstacle !== undefined) throw new Error(`tune: ${obstacle}`);
  const ranges = settings.ranges ?? searchRanges[algorithm.name] ?? {};
  checkRanges(algorithm, ranges);
  const accepts = (drawn: object) => void algorithm(environment, { ...options, ...drawn });
  accepts({});
  requireTrainable(algorithm, environment, { ...options, seed });
  // Apart from what the trainings draw, which have this seed too.
  const generators = createGenerator([seed, searching]).spawn(trials - 1);
  const drawn: DrawnSettings[] = [];
  const textOf = (settings: object) => JSON.stringify({ ...options, ...settings });
  const known = new Set([textOf({})]);
  for (const generator of generators) {
    const next = drawSettings(algorithm, ranges, generator, accepts, (settings) =>
      known.has(textOf(settings)),
    );
    if (next === undefined) break; // the ranges have no other settings
    drawn.push(next);
    known.add(textOf(next));
  }
  const module = placeOf(environment);
  const plan: TuningPlan = {
    ...{ format: "logpi-tuning-1", version, environment: environment.id },
    ...(typeof module !== "string" && { module }),
    ...{ algorithm: algorithm.name, preset, options },
    ...(resetOptions && { resetOptions }),
    ranges: ranges as TuningPlan["ranges"],
    trials: [{}, ...drawn],
    seeds: Array.from({ length: seeds }, (_, index) => seed + index),
    ...{ halving, episodes },
  };
  return { plan, environment, algorithm };
}

/**
 * Builds what the algorithm trains, and lets go of it: otherwise it is only found in every trial that the algorithm cannot handle
 * the environment's actions, or that there is not enough memory.
 */
function requireTrainable(algorithm: Algorithm, environment: EnvironmentDefinition, options: object): void {
  const reports = algorithm(environment, options, { reportsBeginning: true })[Symbol.iterator]();
  try {
    reports.next();
  } finally {
    reports.return?.();
  }
}

/** Where other processes find the environment. @throws if they cannot */
export function placeOf(environment: EnvironmentDefinition): string | ModuleExport {
  if (environment.builtIn || environments.includes(environment)) return environment.id;
  return environment.module ?? notFound("environment");
}

/** Where other processes find the algorithm. @throws if they cannot */
export function placeOfAlgorithm(algorithm: Algorithm): string | ModuleExport {
  if (algorithms.includes(algorithm)) return algorithm.name;
  return algorithm.module ?? notFound("algorithm");
}

function notFound(what: string): never {
  throw new Error(
    `tune: the ${what} is a function of this program, and trials run in processes of their own. Write it as a module and say ` +
      "so there: export default inModule(import.meta.url, …)",
  );
}

function playersOf(environment: EnvironmentDefinition): number {
  const copy = vectorize(environment, { warn() {} });
  copy.close();
  return copy.players;
}
