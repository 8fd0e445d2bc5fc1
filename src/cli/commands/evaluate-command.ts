import { vectorize } from "../../environments/index.ts";
import { whyNotEvaluated } from "../../runs/evaluation/games.ts";
import { copiesIn, type Evaluation, evaluate, loadRun } from "../../runs/index.ts";
import { jsonLine, printable } from "../../text/printable.ts";
import { readResetOptions } from "../arguments/assignments.ts";
import { parseArguments } from "../arguments/parse-arguments.ts";
import { countOf, parseCount } from "../arguments/parse-count.ts";
import { readWhichPolicy } from "../arguments/read-which-policy.ts";
import { environmentOf } from "../arguments/run-environment.ts";
import { type Command, type CommandContext, type Syntax, UsageError } from "../command.ts";
import { formatCount, formatReturn } from "../display/format.ts";

const syntax: Syntax = {
  name: "evaluate",
  summary:
    "Plays episodes with the trained policy of a run, taking the most probable actions or drawing them.",
  positionals: [{ name: "run", description: "the folder of a run" }],
  options: {
    environment: {
      value: "FILE",
      description: "the module of the environment, or an id; default: that of the run, if it is yours",
    },
    episodes: { value: "N", description: "how many episodes to play; default 100" },
    seed: {
      value: "S",
      description: "seed of the episodes; default 0: those of the evaluation after training",
    },
    stochastic: { description: "draws actions from the policy, in place of the most probable ones" },
    reset: {
      value: "NAME=VALUE",
      multiple: true,
      description: "options that every reset of the environment is given, in place of those of the training",
    },
    environments: {
      value: "N",
      description: "copies of the environment that play at once; default: as many as the training had",
    },
    checkpoint: {
      value: "WHICH",
      description:
        "last (the default), best (in the evaluations during training), or the steps of a checkpoint",
    },
    backend: { value: "NAME", description: "wasm (the default) or native (`npm run build:native`)" },
    json: { description: "writes one JSON object, for programs" },
  },
  examples: [
    "evaluate runs/CartPole-v1-ppo-1",
    "evaluate runs/CartPole-v1-ppo-1 --episodes 1000 --seed 7 --stochastic",
    "evaluate downloads/their-run --environment ./my-environment.js",
  ],
};

async function runCommand(args: readonly string[], { stdout, stderr }: CommandContext): Promise<number> {
  const parsed = parseArguments(syntax, args);
  const episodes = countOf(parsed, "episodes", 100, 1);
  const seed = countOf(parsed, "seed", 0, 0);
  const backend = parsed.value("backend") ?? "wasm";
  if (backend !== "wasm" && backend !== "native")
    throw new UsageError(`--backend is "${backend}"; it must be wasm or native.`);
  const checkpoint = readWhichPolicy(parsed);
  const run = loadRun(parsed.positionals[0], { backend, checkpoint });
  const { directory, record, policy } = run;
  const environment = await environmentOf(run, parsed.value("environment"), { stderr });
  // A copy that cannot be closed is told of by the evaluation, which has such copies too.
  const copy = vectorize(environment, { warn() {} });
  copy.close();
  const obstacle = whyNotEvaluated(copy.id, copy.players);
  if (obstacle !== undefined) throw new UsageError(`evaluate: ${obstacle}`);
  const copies = parsed.value("environments");
  const environments =
    copies === undefined ? copiesIn(record.options) : parseCount("--environments", copies, 1);
  const stochastic = parsed.flag("stochastic");
  const resetOptions = readResetOptions(parsed) ?? record.resetOptions;
  const {
    returns: _,
    lengths: __,
    ...evaluation
  } = evaluate(policy, environment, {
    ...{ episodes, seed, environments, stochastic },
    ...(resetOptions && { resetOptions }),
  });
  const { mean, std, standardError, min, max, meanLength, info, warnings } = evaluation;
  for (const warning of warnings) stderr.write(`Warning: ${warning}\n`);
  const trained = { environment: record.environment, algorithm: record.algorithm };
  stdout.write(
    parsed.flag("json")
      ? jsonLine({ event: "evaluation", ...trained, ...evaluation, seed, stochastic, run: directory })
      : `${printable(record.environment)}, ${printable(record.algorithm)}, ${formatCount(record.steps)} steps of training: ` +
          `${formatReturn(mean)} ± ${formatReturn(std)} over ${formatCount(episodes)} episodes ` +
          `(from ${formatReturn(min)} to ${formatReturn(max)}; standard error of the mean ${formatReturn(standardError)}; ` +
          `${formatCount(meanLength)} steps per episode).\n${infoInText(info)}`,
  );
  return 0;
}

/** A line for each mean of what the environment told. */
function infoInText(info: Evaluation["info"]): string {
  return Object.entries(info)
    .map(([name, mean]) => `${printable(name)}: ${Number(mean.toPrecision(4))}\n`)
    .join("");
}

export const evaluateCommand: Command = { syntax, run: runCommand };
