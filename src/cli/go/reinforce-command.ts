import { isGo } from "../../environments/index.ts";
import { asValueFunction, goReinforcement, requireEngine } from "../../go/index.ts";
import type { Algorithm } from "../../learning/index.ts";
import { readRun } from "../../runs/folder/read-run.ts";
import { type Arguments, parseArguments } from "../arguments/parse-arguments.ts";
import { countOf } from "../arguments/parse-count.ts";
import { type Command, type CommandContext, readingUsage, type Syntax, UsageError } from "../command.ts";
import { quoted } from "../display/quoted.ts";
import { exitCodeAfter } from "../exit-code-after.ts";
import { environmentOf, readGoNetwork } from "./read-go-network.ts";
import { type Begin, readGoTraining, trainingOptions } from "./read-go-training.ts";
import { runGoTraining } from "./run-go-training.ts";

const syntax: Syntax = {
  name: "go reinforce",
  summary: "Trains the policy of a run further, by games against earlier ones or an engine.",
  positionals: [],
  options: {
    policy: {
      value: "NAME",
      description:
        "the policy to begin with: a run, as `logpi go imitate` leaves it, or FILE.safetensors#NAME",
    },
    value: {
      value: "NAME",
      description:
        "the value network that is the baseline, named likewise: such as a run of `logpi go value`; default: the mean of " +
        "other games",
    },
    against: {
      value: "NAME",
      description:
        "who is played against: the pool of earlier policies (the default); gnugo; or the command line of an engine that speaks GTP",
    },
    level: { value: "L", description: "level of GNU Go, from 1 (the default) to 10" },
    from: {
      value: "FILE,…",
      description: "SGF files: games begin at positions drawn of their games, in the place of an empty board",
    },
    steps: { value: "N", description: "moves of the policy to train for; default 3,000,000" },
    ...trainingOptions,
  },
  examples: [
    "go reinforce --policy runs/imitation --run runs/reinforced",
    "go reinforce --policy runs/imitation --value runs/value --run runs/second-pass",
    "go reinforce --policy models/go-9x9.safetensors#reinforced --value models/go-9x9.safetensors#value",
    "go reinforce --policy runs/reinforced --against gnugo --run runs/against-gnugo",
    'go reinforce --policy runs/reinforced --against "/opt/my-engine --gtp" --set engines=8',
    "go reinforce --resume runs/reinforced",
  ],
};

async function run(args: readonly string[], context: CommandContext): Promise<number> {
  const parsed = parseArguments(syntax, args);
  requireSameEngine(parsed);
  const settings = await readingUsage(() =>
    readGoTraining(parsed, syntax.name, goReinforcement as unknown as Algorithm, () => begin(parsed)),
  );
  const { interruption } = await runGoTraining(
    settings,
    {
      ...{ command: syntax.name, unit: "moves", json: parsed.flag("json") },
      shown: {
        ...(opponentOf(parsed) !== "pool" && {
          "against the engine": { metric: "engineWinRate", as: "percent" } as const,
        }),
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

/** Whom the policy plays against: "pool", "gnugo" or a command line. */
function opponentOf(parsed: Arguments): string {
  const resume = parsed.value("resume");
  const said = resume === undefined ? parsed.value("against") : readRun(resume).record.options.against;
  return String(said ?? "pool");
}

/** @throws UsageError where a run would start a program that its file names, and nobody else */
function requireSameEngine(parsed: Arguments): void {
  const resume = parsed.value("resume");
  if (resume === undefined) return;
  const against = opponentOf(parsed);
  if (against === "pool" || against === "gnugo" || parsed.value("against") === against) return;
  throw new UsageError(
    `go reinforce: ${resume} is played against a program. Say that it may be started: --against ${quoted(against)}`,
  );
}

/** The environment of the policy to begin with, that policy, and the value network as a baseline. */
async function begin(parsed: Arguments): ReturnType<Begin> {
  const from = parsed.value("policy");
  if (from === undefined) {
    throw new UsageError(
      "go reinforce: give --policy NAME, the run or the file of the policy to begin with, or --resume RUN.",
    );
  }
  const beginning = readGoNetwork(from, "prior");
  const policy = beginning.network;
  const environment = environmentOf(beginning);
  const against = opponentOf(parsed);
  // Whether it is good enough to join a pool is not asked where nobody plays against the pool.
  const options = against === "pool" ? {} : { gate: "none" };
  if (against !== "pool" && isGo(environment)) {
    const level = countOf(parsed, "level", 1, 1);
    requireEngine(against, { rules: environment.rules, level, timeLimit: 60 });
  }
  const value = parsed.value("value");
  if (value === undefined) return { environment, policy, options };
  const { network } = readGoNetwork(value, "value");
  if (network.observationSpace.size !== policy.observationSpace.size || network.actionSpace.kind !== "box") {
    throw new UsageError(
      `go reinforce: ${value} is no value network on the board and planes of ${from}, as go value trains it.`,
    );
  }
  return {
    environment,
    policy,
    valueFunction: asValueFunction(network),
    options: { ...options, baseline: "value", valueArchitecture: network.architecture },
  };
}

export const reinforceCommand: Command = { syntax, run };
