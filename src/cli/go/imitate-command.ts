import { goImitation, type ImitationJudgement, judgeImitation } from "../../go/index.ts";
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
  name: "go imitate",
  summary: "Trains a policy to play as in the games of an SGF file, and judges it by games held out.",
  positionals: [],
  options: {
    games: { value: "FILE,…", description: "files of games, as `logpi go games` writes them" },
    steps: {
      value: "N",
      description: "positions to learn from, counted as often as they are shown; default 8,000,000",
    },
    policy: {
      value: "NAME",
      description:
        "the run or the file of a policy to begin with, as for go reinforce; default: weights that are drawn",
    },
    ...gamesTrainingOptions,
    ...trainingOptions,
  },
  examples: [
    "go imitate --games games.sgf --run runs/imitation",
    "go imitate --resume runs/imitation",
    "go imitate --games games.sgf --set filters=64 --set layers=6 --backend native",
    "go imitate --games search.sgf --policy runs/imitation --steps 2_000_000",
  ],
};

async function run(args: readonly string[], context: CommandContext): Promise<number> {
  const parsed = parseArguments(syntax, args);
  const json = parsed.flag("json");
  const settings = await readingUsage(async () => {
    requireGames(parsed, syntax.name);
    const begin = beginningWith("policy", syntax.name, parsed);
    return readGoTraining(parsed, syntax.name, goImitation as unknown as Algorithm, begin);
  });
  const { directory, interruption } = await runGoTraining(
    settings,
    {
      ...{ command: syntax.name, unit: "positions", json },
      shown: {
        accuracy: { metric: "accuracy", as: "percent" },
        "held out": { metric: "heldOutAccuracy", as: "percent" },
      },
    },
    context,
  );
  if (interruption === undefined)
    await judgeHeldOut(directory, judgeImitation, inWords, { ...context, json });
  return exitCodeAfter(interruption);
}

function inWords(judgement: ImitationJudgement): string {
  const { moves, accuracy, accuracyOfForms, logLikelihood, passes, accuracyOfPasses, passesInstead } =
    judgement;
  return (
    `Of ${formatCount(moves)} moves in games held out it tells ${percent(accuracy)}, and ${percent(accuracyOfForms)} by ` +
    `the mean over all symmetries; log π(a | s) is ${mean(logLikelihood)} in the mean.\n` +
    `Of ${formatCount(passes)} passes it tells ${percent(accuracyOfPasses)}; it would pass at ${percent(passesInstead)} of the moves.\n`
  );
}

export const imitateCommand: Command = { syntax, run };
