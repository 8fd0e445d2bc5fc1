import { goValue, judgeValue, type ValueJudgement } from "../../go/index.ts";
import type { Algorithm } from "../../learning/index.ts";
import { parseArguments } from "../arguments/parse-arguments.ts";
import { type Command, type CommandContext, readingUsage, type Syntax } from "../command.ts";
import { formatCount } from "../display/format.ts";
import { exitCodeAfter } from "../exit-code-after.ts";
import { beginningWith } from "./beginning-with.ts";
import { judgeHeldOut, mean, percent } from "./judge-held-out.ts";
import { gamesTrainingOptions, readGoTraining, requireGames, trainingOptions } from "./read-go-training.ts";
import { runGoTraining } from "./run-go-training.ts";

const syntax: Syntax = {
  name: "go value",
  summary: "Trains a network to tell who wins from the positions of games, and judges it by games held out.",
  positionals: [],
  options: {
    games: {
      value: "FILE,…",
      description: "files of games, with their results, as `logpi go games` writes them",
    },
    positions: {
      value: "one|all",
      description:
        "learns from one position of each game (the default), or from all, which it learns by heart",
    },
    steps: {
      value: "N",
      description: "positions to learn from, counted as often as they are shown; default 400,000",
    },
    value: {
      value: "NAME",
      description: "the run or the file of a value network to begin with; default: weights that are drawn",
    },
    ...gamesTrainingOptions,
    ...trainingOptions,
  },
  examples: [
    "go value --games games.sgf --run runs/value",
    "go value --games search.sgf --value runs/value --positions all",
    "go value --games games.sgf --positions all --run runs/value-by-heart",
    "go value --resume runs/value",
  ],
};

async function run(args: readonly string[], context: CommandContext): Promise<number> {
  const parsed = parseArguments(syntax, args);
  const json = parsed.flag("json");
  const settings = await readingUsage(async () => {
    requireGames(parsed, syntax.name);
    const begin = beginningWith("value", syntax.name, parsed);
    return readGoTraining(parsed, syntax.name, goValue as unknown as Algorithm, begin);
  });
  const { directory, interruption } = await runGoTraining(
    settings,
    {
      ...{ command: syntax.name, unit: "positions", json },
      shown: {
        "squared error": { metric: "squaredError", as: "number" },
        "held out": { metric: "heldOutSquaredError", as: "number" },
      },
    },
    context,
  );
  if (interruption === undefined) await judgeHeldOut(directory, judgeValue, inWords, { ...context, json });
  return exitCodeAfter(interruption);
}

function inWords({ positions, squaredError, accuracy }: ValueJudgement): string {
  return (
    `Of ${formatCount(positions)} positions in games held out, the squared error is ${mean(squaredError)} in the mean, ` +
    `and it tells the winner in ${percent(accuracy)}.\n`
  );
}

export const valueCommand: Command = { syntax, run };
