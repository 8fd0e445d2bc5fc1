import { OptionsError } from "../../learning/index.ts";
import { type TrainingEvent, train } from "../../runs/index.ts";
import { type Arguments, parseArguments } from "../arguments/parse-arguments.ts";
import {
  type Command,
  type CommandContext,
  type Interruption,
  readingUsage,
  type Syntax,
  UsageError,
} from "../command.ts";
import { shownPath } from "../display/shown-path.ts";
import { exitCodeAfter } from "../exit-code-after.ts";
import { whatIsKept } from "../supervision/kept.ts";
import { jsonDisplay, plainDisplay, type TrainDisplay, terminalDisplay } from "./train-display.ts";
import { readTrainSettings } from "./train-settings.ts";

const syntax: Syntax = {
  name: "train",
  summary: "Trains a policy, evaluates it, and keeps the run in a folder.",
  positionals: [
    {
      name: "environment",
      unless: "resume",
      description:
        "the id of an environment (`logpi list` shows them), or a module of your own: ./environment.js",
    },
  ],
  options: {
    algorithm: { value: "NAME", description: 'what to train with; default "ppo"' },
    preset: {
      value: "NAME",
      description:
        'settings to start from, by name or in a file (.json), or "defaults"; default: those tuned for the environment, if any',
    },
    steps: { value: "N", description: "environment steps to train for" },
    backend: {
      value: "NAME",
      description: "wasm (the default) or native (faster; needs `npm run build:native`)",
    },
    workers: {
      value: "N",
      description:
        'threads to spread the work over, or "auto" (the default); they change nothing but the speed',
    },
    seed: { value: "S", description: "seed of all that is random: same seed, same weights to the bit" },
    set: {
      value: "NAME=VALUE",
      multiple: true,
      description: "sets an option of the algorithm; `logpi list` shows them",
    },
    reset: {
      value: "NAME=VALUE",
      multiple: true,
      description:
        "an option that every reset of the environment is given: a number, true, false, JSON or a word",
    },
    run: { value: "DIR", description: "the run's folder; default: a new numbered one in runs/" },
    resume: {
      value: "RUN",
      description:
        "goes on with the run in that folder from its latest checkpoint, to the bit; --steps may be more than it had",
    },
    "checkpoint-every": {
      value: "STEPS",
      description: "environment steps from one checkpoint to the next, or none; default: every ten seconds",
    },
    "keep-checkpoints": { value: "K", description: "how many checkpoints are kept, the latest; default 3" },
    init: {
      value: "POLICY",
      description: "begins with the weights of that policy: its file, or the folder of a run",
    },
    "evaluate-every": {
      value: "STEPS",
      description: "evaluates every so many environment steps, and keeps the best policy",
    },
    until: {
      value: "RETURN",
      description:
        "ends the run at that mean return: of an evaluation during training, or else of the last 100 episodes",
    },
    episodes: {
      value: "N",
      description: "episodes of an evaluation; default 100 at the end, 20 during training",
    },
    stochastic: { description: "evaluations draw actions, in place of the most probable ones" },
    log: {
      value: "FORMS",
      multiple: true,
      description:
        "keeps the metrics as csv, tensorboard or csv,tensorboard too, in files of the run's folder",
    },
    json: { description: "writes one JSON object per line, for programs" },
  },
  examples: [
    "train CartPole-v1",
    "train CartPole-v1 --preset zoo --seed 3 --run runs/zoo-3 --log csv,tensorboard",
    "train ./my-environment.ts --workers 4",
    "train CartPole-v1 --evaluate-every 10_000 --until 475",
    "train --resume runs/CartPole-v1-ppo-1 --steps 200_000",
    "train Pendulum-v1 --steps 300_000 --set learningRate=1e-3 --set hidden=64,64",
  ],
};

/** Trains, and stops cleanly when interrupted: after the update that is going on, with the run saved. */
async function run(args: readonly string[], context: CommandContext): Promise<number> {
  const parsed = parseArguments(syntax, args);
  const settings = await readingUsage(() => readTrainSettings(parsed, context.stderr));
  const display = chooseDisplay(parsed, context);
  const stop = new AbortController();
  let interruption: Interruption | undefined;
  const letInterruptionsEndTheProcess = context.onInterruption((reason) => {
    interruption = reason;
    if (reason instanceof Error) stop.abort(reason);
    else stop.abort();
  });
  let endRun: (() => void) | undefined;

  let latest: TrainingEvent | undefined;
  try {
    for await (const event of train({ ...settings, signal: stop.signal, now: context.now })) {
      if (event.event === "start") endRun = context.onRun?.(event.directory);
      // The policy is saved by now, and nothing could interrupt the evaluation in between.
      if (event.event === "evaluating") letInterruptionsEndTheProcess();
      latest = event;
      display.show(event);
    }
  } catch (error) {
    throw explainFailure(error, latest);
  } finally {
    endRun?.();
    letInterruptionsEndTheProcess();
    display.close();
  }
  return exitCodeAfter(interruption);
}

/** Says which policy a run that failed leaves behind. */
function explainFailure(error: unknown, latest: TrainingEvent | undefined): unknown {
  if (error instanceof OptionsError) return new UsageError(error.message, { cause: error });
  if (!(error instanceof Error) || latest === undefined) return error;
  const { directory } = latest;
  return new Error(`${error.message}\n${whatIsKept(directory, shownPath(directory))}`, { cause: error });
}

function chooseDisplay(parsed: Arguments, context: CommandContext): TrainDisplay {
  if (parsed.flag("json")) return jsonDisplay(context);
  return context.stdout.isTTY ? terminalDisplay(context) : plainDisplay(context);
}

export const trainCommand: Command = { syntax, run };
