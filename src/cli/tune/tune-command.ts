import { OptionsError } from "../../learning/index.ts";
import { type TuningEvent, tune } from "../../runs/index.ts";
import { parseArguments } from "../arguments/parse-arguments.ts";
import {
  type Command,
  type CommandContext,
  type Interruption,
  readingUsage,
  type Syntax,
  UsageError,
} from "../command.ts";
import { exitCodeAfter } from "../exit-code-after.ts";
import { humanTuneDisplay, jsonTuneDisplay } from "./tune-display.ts";
import { readTuneSettings } from "./tune-settings.ts";

const syntax: Syntax = {
  name: "tune",
  summary:
    "Searches settings of an algorithm for an environment, on all processors, and writes the best as a preset.",
  positionals: [
    {
      name: "environment",
      unless: "resume",
      description: "the id of an environment, or a module of your own: ./environment.js",
    },
  ],
  options: {
    algorithm: { value: "NAME", description: 'what is tuned; default "ppo"' },
    preset: {
      value: "NAME",
      description:
        "settings that the search starts from, as of `logpi train`; they are those of the first trial",
    },
    steps: { value: "N", description: "environment steps of a whole training" },
    range: {
      value: "NAME=RANGE",
      multiple: true,
      description:
        "where to look for an option: from..to, log:from..to, or choices a,b,c; default: what is declared for the algorithm",
    },
    only: { value: "NAMES", description: "searches these options only, with commas between them" },
    set: {
      value: "NAME=VALUE",
      multiple: true,
      description: "sets an option of the algorithm, which is not searched then",
    },
    reset: {
      value: "NAME=VALUE",
      multiple: true,
      description: "an option that every reset of the environment is given",
    },
    trials: { value: "N", description: "settings that are tried, those of the start among them; default 20" },
    seeds: { value: "K", description: "trainings of each trial, with seeds S, S + 1, …; default 3" },
    halving: {
      description:
        "compares the trials after an eighth, a quarter and half of the steps too, and goes on with the better half of them",
    },
    seed: { value: "S", description: "seed of the search: same seed, same table to the bit; default 0" },
    episodes: { value: "N", description: "episodes of each evaluation; default 20" },
    backend: { value: "NAME", description: "wasm (the default) or native (`npm run build:native`)" },
    processes: {
      value: "N",
      description: "trainings at a time; default: one for each processor. They do not change the results",
    },
    out: { value: "FOLDER", description: "the folder of the search; default: a new numbered one in runs/" },
    resume: {
      value: "FOLDER",
      description: "goes on with the search in that folder, which was stopped or killed",
    },
    json: { description: "writes one JSON object per line, for programs" },
  },
  examples: [
    "tune CartPole-v1 --steps 50_000 --halving",
    "tune Pendulum-v1 --algorithm sac --trials 40 --out runs/sac-search",
    "tune CartPole-v1 --only learningRate,clipRange --range learningRate=log:1e-4..1e-2",
    "tune ./my-environment.ts --range hidden=[32,32],[256,256] --set epochs=4",
    "tune --resume runs/sac-search",
  ],
};

/** Searches until all is done, or it is interrupted: `--resume` then goes on. */
async function run(args: readonly string[], context: CommandContext): Promise<number> {
  const parsed = parseArguments(syntax, args);
  const settings = await readingUsage(() => readTuneSettings(parsed, context.stderr));
  const display = parsed.flag("json") ? jsonTuneDisplay(context) : humanTuneDisplay(context);
  const stop = new AbortController();
  let interruption: Interruption | undefined;
  const stopListening = context.onInterruption((reason) => {
    interruption = reason;
    stop.abort();
  });
  let latest: TuningEvent | undefined;
  try {
    for await (const event of tune({ ...settings, signal: stop.signal })) {
      latest = event;
      display.show(event);
    }
  } catch (error) {
    if (error instanceof OptionsError) throw new UsageError(error.message, { cause: error });
    throw error;
  } finally {
    stopListening();
    display.close();
  }
  if (interruption instanceof Error) throw interruption;
  if (latest?.event === "done" && latest.preset === undefined) {
    throw new Error(`tune: every trial failed. The reasons are in ${latest.directory}.`);
  }
  return exitCodeAfter(interruption);
}

export const tuneCommand: Command = { syntax, run };
