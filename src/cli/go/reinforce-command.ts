import { asValueFunction, goReinforcement } from "../../go/index.ts";
import type { Algorithm } from "../../learning/index.ts";
import { loadEnvironment, loadRun } from "../../runs/index.ts";
import { type Arguments, parseArguments } from "../arguments/parse-arguments.ts";
import { type Command, type CommandContext, readingUsage, type Syntax, UsageError } from "../command.ts";
import { exitCodeAfter } from "../exit-code-after.ts";
import { type Begin, readGoTraining, trainingOptions } from "./read-go-training.ts";
import { runGoTraining } from "./run-go-training.ts";

const syntax: Syntax = {
  name: "go reinforce",
  summary: "Trains the policy of a run further, by games against a pool of earlier ones.",
  positionals: [],
  options: {
    policy: { value: "RUN", description: "the run to begin with, as `logpi go imitate` leaves it" },
    value: {
      value: "RUN",
      description:
        "a run of `logpi go value`, whose network is the baseline; default: the mean of other games",
    },
    steps: { value: "N", description: "moves of the policy to train for; default 3,000,000" },
    ...trainingOptions,
  },
  examples: [
    "go reinforce --policy runs/imitation --run runs/reinforced",
    "go reinforce --policy runs/imitation --value runs/value --run runs/second-pass",
    "go reinforce --resume runs/reinforced",
  ],
};

async function run(args: readonly string[], context: CommandContext): Promise<number> {
  const parsed = parseArguments(syntax, args);
  const settings = await readingUsage(() =>
    readGoTraining(parsed, syntax.name, goReinforcement as unknown as Algorithm, () => begin(parsed)),
  );
  const { interruption } = await runGoTraining(
    settings,
    {
      ...{ command: syntax.name, unit: "moves", json: parsed.flag("json") },
      shown: {
        "win rate": { metric: "winRate", as: "percent", latest: true },
        sharp: { metric: "winRateSharp", as: "percent", latest: true },
        entropy: { metric: "entropy", as: "number" },
        kl: { metric: "kl", as: "number" },
        length: { metric: "length", as: "number" },
      },
    },
    context,
  );
  return exitCodeAfter(interruption);
}

/** The environment of the run, its policy, and the value network as a baseline. */
async function begin(parsed: Arguments): ReturnType<Begin> {
  const from = parsed.value("policy");
  if (from === undefined) {
    throw new UsageError("go reinforce: give --policy RUN, the run to begin with, or --resume RUN.");
  }
  const { policy, record } = loadRun(from);
  const beginning = { environment: await loadEnvironment(record.environment), policy };
  const value = parsed.value("value");
  if (value === undefined) return beginning;
  const network = loadRun(value).policy;
  if (network.observationSpace.size !== policy.observationSpace.size || network.actionSpace.kind !== "box") {
    throw new UsageError(`go reinforce: ${value} is no run of go value on the board and planes of ${from}.`);
  }
  return {
    ...beginning,
    valueFunction: asValueFunction(network),
    options: { baseline: "value", valueArchitecture: network.architecture },
  };
}

export const reinforceCommand: Command = { syntax, run };
