import { readFileSync, statSync } from "node:fs";
import { loadPolicy, type Policy } from "../../policies/index.ts";
import { readRun } from "../../runs/folder/read-run.ts";
import {
  algorithmOf,
  findAlgorithm,
  loadEnvironment,
  loadRun,
  requireSinkNames,
  resolveSettings,
  type Settings,
  type TrainSettings,
} from "../../runs/index.ts";
import { readResetOptions } from "../arguments/assignments.ts";
import { optionsIn } from "../arguments/options-in.ts";
import type { Arguments } from "../arguments/parse-arguments.ts";
import { parseCount } from "../arguments/parse-count.ts";
import { environmentOf } from "../arguments/run-environment.ts";
import { type Output, UsageError } from "../command.ts";

/** What the arguments of `logpi train` say. @throws if they are wrong, or name what is not there */
export async function readTrainSettings(parsed: Arguments, stderr: Output): Promise<TrainSettings> {
  const resume = parsed.value("resume");
  const settings = resume === undefined ? await newRun(parsed) : await resumedRun(parsed, resume, stderr);
  return { ...settings, ...keptAndEvaluated(parsed) };
}

async function newRun(parsed: Arguments): Promise<TrainSettings> {
  const name = parsed.value("algorithm");
  const preset = parsed.value("preset");
  const algorithm = algorithmOf({
    ...(name !== undefined && { algorithm: name }),
    ...(preset !== undefined && { preset }),
  });
  const resetOptions = readResetOptions(parsed);
  const settings: Settings = {
    environment: await loadEnvironment(parsed.positionals[0]),
    algorithm,
    ...(preset !== undefined && { preset }),
    ...(resetOptions && { resetOptions }),
    options: optionsIn("train", parsed, ownOptions, algorithm),
  };
  resolveSettings(settings);
  const run = parsed.value("run");
  const init = parsed.value("init");
  return {
    ...settings,
    ...(run !== undefined && { run }),
    ...(init !== undefined && { policy: initialPolicy(init) }),
  };
}

/** Options of the algorithm that have an argument of their own. */
const ownOptions = ["steps", "seed", "backend", "workers"];

/** Options that say what a run is, of one that is there already. */
const settled = ["algorithm", "preset", "reset", "run", "init"];

async function resumedRun(parsed: Arguments, resume: string, stderr: Output): Promise<TrainSettings> {
  const said = settled.find((name) => parsed.value(name) !== undefined);
  if (said !== undefined) {
    throw new UsageError(
      `train: --${said} and --resume exclude each other: the run goes on as it was begun.`,
    );
  }
  const { record } = readRun(resume);
  const [given] = parsed.positionals;
  const environment = await environmentOf({ directory: resume, record }, given, {
    ...{ stderr, remedy: "train FILE --resume RUN" },
  });
  return {
    resume,
    environment,
    options: optionsIn("train", parsed, ownOptions, findAlgorithm(record.algorithm)),
  };
}

/** The policy in a file, or the latest one of a run. */
function initialPolicy(path: string): Policy {
  const found = statSync(path, { throwIfNoEntry: false });
  try {
    // Where there is nothing, it is the folder of a run that is looked for, with hints at those that are there.
    if (found === undefined || found.isDirectory()) return loadRun(path).policy;
  } catch (cause) {
    throw new Error(`--init: ${(cause as Error).message}`, { cause });
  }
  try {
    return loadPolicy(readFileSync(path));
  } catch (cause) {
    throw new Error(
      `--init: ${path} is no policy: ${(cause as Error).message}. Give the folder of a run, for its latest policy, or a policy's file`,
      { cause },
    );
  }
}

function keptAndEvaluated(parsed: Arguments) {
  const names = {
    "checkpoint-every": "checkpointEvery",
    "keep-checkpoints": "keepCheckpoints",
    "evaluate-every": "evaluateEvery",
    episodes: "evaluationEpisodes",
  } as const;
  const counts = Object.entries(names).flatMap(([option, name]) => {
    const text = parsed.value(option);
    if (text === undefined) return [];
    const isNone = option === "checkpoint-every" && text === "none";
    return [[name, isNone ? "none" : parseCount(`--${option}`, text, 1)] as const];
  });
  const until = parsed.value("until");
  const log = [...new Set(parsed.values("log").flatMap((forms) => forms.split(",")))];
  requireSinkNames(log);
  return {
    ...Object.fromEntries(counts),
    ...(until !== undefined && { until: parseReturn("--until", until) }),
    ...(parsed.flag("stochastic") && { stochastic: true }),
    ...(log.length > 0 && { log }),
  };
}

function parseReturn(option: string, text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new UsageError(`${option} is "${text}"; it must be a number, such as 475.`);
}
