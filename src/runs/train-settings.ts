import type { CommonParts } from "../learning/index.ts";
import type { Policy } from "../policies/index.ts";
import { requirePolicy } from "../policies/require-policy.ts";
import { knownOptions, requireOptionsObject, unknownNames } from "../text/known-options.ts";
import { OptionsError } from "../text/options-error.ts";
import { requireFlag } from "../text/require-flag.ts";
import { requireInteger } from "../text/require-number.ts";
import { valueInText } from "../text/value-in-text.ts";
import type { ResumeSettings } from "./checkpoints/resume-run.ts";
import type { Keeping } from "./folder/run-record.ts";
import { type MetricSinkName, requireSinkNames } from "./metrics/metric-sinks.ts";
import { algorithmOf, type Settings } from "./settings.ts";

/** What is to be trained, where the run goes, and what is kept and evaluated meanwhile. */
export type TrainSettings = (NewRunSettings | ResumedRunSettings) & CommonRunSettings;

/** A run that begins. */
export interface NewRunSettings extends Settings {
  /** The run's folder; made if there is none. Default: a new numbered one in `runs`. */
  readonly run?: string;
  /** Where numbered folders go; default "runs". */
  readonly runs?: string;
  /**
   * A policy whose weights it begins with. Unless the options say how networks are built, they are built like this policy's.
   */
  readonly policy?: Policy;
  /** What judges the policy, for algorithms that have such: it begins with these weights. */
  readonly valueFunction?: NonNullable<CommonParts["valueFunction"]>;
  readonly resume?: undefined;
}

/** A run that goes on, as it was begun. What is not said here is as it was. */
export interface ResumedRunSettings extends ResumeSettings {
  /** The folder of the run: it goes on from its latest checkpoint. */
  readonly resume: string;
}

interface CommonRunSettings {
  /**
   * Environment steps from one checkpoint to the next, or "none" for no checkpoints. Default: one at least every ten
   * seconds, or less often where writing them would take more than a twentieth of the time. There is one of the beginning
   * and one of the end too.
   */
  readonly checkpointEvery?: number | "none";
  /** How many checkpoints are kept, the latest; default 3. */
  readonly keepCheckpoints?: number;
  /**
   * Environment steps from one evaluation during training to the next; default: there are none. The policy with the highest
   * mean return is kept as `policy-best.safetensors`.
   */
  readonly evaluateEvery?: number;
  /** Episodes of an evaluation; default 100 at the end, and 20 during training. */
  readonly evaluationEpisodes?: number;
  /** Copies of the environment in an evaluation; default: as many as the training has. */
  readonly evaluationEnvironments?: number;
  /** Whether evaluations draw actions from the policy, in place of the most probable ones; default false. */
  readonly stochastic?: boolean;
  /**
   * The mean return at which the run ends before all its steps: that of an evaluation during training if there are such,
   * otherwise of the last 100 episodes of the training.
   */
  readonly until?: number;
  /**
   * Forms in which the metrics are kept beside `metrics.jsonl`: "csv" for a table `metrics.csv`, "tensorboard" for a file
   * `events.out.tfevents.…`; default none.
   */
  readonly log?: readonly MetricSinkName[];
  /**
   * Stops the run after the update that is going on, with the policy saved and without an evaluation. When it is
   * aborted with an error of the caller's own, `abort(new Error("…"))`, the run fails with that error.
   */
  readonly signal?: AbortSignal;
  /** Milliseconds since whenever; default `performance.now`. */
  readonly now?: () => number;
}

const keepingNames = [
  ...(["checkpointEvery", "keepCheckpoints", "evaluateEvery"] as const),
  ...(["evaluationEpisodes", "stochastic", "until"] as const),
];

const commonNames = [...keepingNames, ...(["evaluationEnvironments", "log", "signal", "now"] as const)];
const newNames = [
  ...(["environment", "algorithm", "preset", "options", "resetOptions"] as const),
  ...(["run", "runs", "policy", "valueFunction", "resume"] as const),
  ...commonNames,
];
const resumedNames = [...(["environment", "algorithm", "options", "resume"] as const), ...commonNames];

/** @throws OptionsError for unknown names; options of the algorithm have a place of their own */
export function checkTrainSettings(settings: TrainSettings): void {
  requireOptionsObject("train", settings, '{ environment: "CartPole-v1" }');
  requireKinds(settings);
  const names: readonly string[] = settings.resume === undefined ? newNames : resumedNames;
  const { options } = algorithmOf(settings as NewRunSettings);
  const misplaced = unknownNames(settings, names).filter((name) => Object.hasOwn(options, name));
  if (misplaced.length > 0) {
    throw new OptionsError(
      misplaced.map((name) => `train: ${name} is an option of the algorithm: write options: { ${name}: … }.`),
    );
  }
  if (settings.resume === undefined)
    knownOptions("train", settings as NewRunSettings & CommonRunSettings, newNames);
  else knownOptions("train, of a run that is resumed", settings, resumedNames);
  const { checkpointEvery, keepCheckpoints, evaluateEvery, evaluationEpisodes, stochastic, until } = settings;
  const counts = {
    ...(checkpointEvery !== "none" && { checkpointEvery }),
    ...{ keepCheckpoints, evaluateEvery, evaluationEpisodes },
    evaluationEnvironments: settings.evaluationEnvironments,
  };
  for (const [name, count] of Object.entries(counts)) {
    if (count !== undefined) requireInteger(name, count, 1);
  }
  if (stochastic !== undefined) requireFlag("stochastic", stochastic);
  if (until !== undefined && !Number.isFinite(until)) {
    throw new RangeError(`until: expected a mean return, a finite number, found ${valueInText(until)}.`);
  }
  requireSinkNames(settings.log ?? []);
}

/** @throws TypeError or OptionsError for what is of another kind than it must be, before anything is made of it */
function requireKinds(settings: TrainSettings): void {
  const given: Partial<Record<keyof NewRunSettings | keyof CommonRunSettings, unknown>> = { ...settings };
  requireKind(
    "resume",
    given.resume,
    typeof given.resume === "string",
    "the folder of a run, a text; report.checkpoint() is for the algorithm itself, as in ppo(environment, options, { resume })",
  );
  for (const name of ["run", "runs", "preset"] as const) {
    requireKind(name, given[name], typeof given[name] === "string", "a text");
  }
  const { options, resetOptions, log, signal, now, policy } = given;
  if (options !== undefined) requireOptionsObject("train: options", options, "{ steps: 50_000 }");
  if (resetOptions !== undefined)
    requireOptionsObject("train: resetOptions", resetOptions, "{ x_init: 0.5 }");
  requireKind("log", log, Array.isArray(log), 'a list, such as ["csv"]');
  requireKind(
    "signal",
    signal,
    signal instanceof AbortSignal,
    "an AbortSignal, such as that of an AbortController",
  );
  requireKind("now", now, typeof now === "function", "a function, such as performance.now");
  if (policy !== undefined) requirePolicy("train", policy);
}

function requireKind(name: string, value: unknown, isRight: boolean, allowed: string): void {
  if (value === undefined || isRight) return;
  throw new TypeError(`train: ${name} is ${valueInText(value)}; it must be ${allowed}`);
}

/** What is said of keeping and evaluating. */
export function keepingIn(settings: TrainSettings): Keeping {
  const given = keepingNames.filter((name) => settings[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, settings[name]])) as Keeping;
}
