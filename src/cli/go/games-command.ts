import { goRules } from "../../games/go/index.ts";
import { type GeneratedGames, generateGames, gnuGo } from "../../go/index.ts";
import { jsonLine } from "../../text/printable.ts";
import { parseArguments } from "../arguments/parse-arguments.ts";
import { parseCount } from "../arguments/parse-count.ts";
import {
  type Command,
  type CommandContext,
  type Interruption,
  readingUsage,
  type Syntax,
} from "../command.ts";
import { formatCount } from "../display/format.ts";
import { exitCodeAfter } from "../exit-code-after.ts";
import { parseKomi } from "./parse-komi.ts";
import { taskProgress } from "./task-progress.ts";

const syntax: Syntax = {
  name: "go games",
  summary: "Plays games of GNU Go against itself and adds them to an SGF file, to learn from.",
  positionals: [],
  options: {
    count: { value: "N", description: "games that the file is to have in the end; default 10,000" },
    level: { value: "L", description: "level of GNU Go, from 1 (the default) to 10" },
    size: { value: "N", description: "rows and columns of the board, from 1 to 19; default 9" },
    komi: { value: "K", description: "points for White; default 7.5" },
    opening: {
      value: "N",
      description:
        "stones that are put on the board at random first; default 4, since with two GNU Go repeats its games",
    },
    processes: {
      value: "N",
      description: "games that are played at a time; default 1. They do not change the games",
    },
    seed: {
      value: "S",
      description: "seed of all that is random: same seed, same file to the byte; default 0",
    },
    out: { value: "FILE", description: 'where the games go; default "games.sgf". One that is there goes on' },
    json: { description: "writes one JSON object per game, for programs" },
  },
  examples: [
    "go games --processes 2",
    "go games --count 200 --level 10 --seed 7 --out held-out.sgf",
    "go games --count 1_000 --size 5 --komi 24.5 --out small.sgf",
  ],
};

/** Plays until all games are there, or it is interrupted: the file then goes on with the same command. */
async function run(args: readonly string[], context: CommandContext): Promise<number> {
  const { stdout, stderr, program } = context;
  const parsed = parseArguments(syntax, args);
  const stop = new AbortController();
  const count = (name: string, otherwise: number, least: number) => {
    const text = parsed.value(name);
    return text === undefined ? otherwise : parseCount(`--${name}`, text, least);
  };
  const settings = await readingUsage(async () => {
    const rules = goRules({ size: count("size", 9, 1), komi: parseKomi(parsed.value("komi")) });
    const level = count("level", 1, 1);
    gnuGo({ rules, level, seed: 0 });
    return {
      ...{ rules, player: `GNU Go (level ${level})`, seed: count("seed", 0, 0) },
      ...{ openingStones: count("opening", 4, 0), count: count("count", 10_000, 1) },
      ...{
        processes: count("processes", 1, 1),
        file: parsed.value("out") ?? "games.sgf",
        signal: stop.signal,
      },
      engine: (seed: number) => gnuGo({ rules, level, seed }),
    };
  });
  let interruption: Interruption | undefined;
  const stopListening = context.onInterruption((reason) => {
    interruption = reason;
    stop.abort();
  });
  const asJson = parsed.flag("json");
  let progress: ReturnType<typeof taskProgress> | undefined;
  let latest: GeneratedGames | undefined;
  try {
    for await (const event of generateGames(settings)) {
      latest = event;
      const { games, before, moves, rejected } = event;
      progress ??= taskProgress(context, { unit: "games", total: settings.count, before });
      for (const reason of rejected) {
        progress.clear();
        stderr.write(`Warning: game ${games - 1} was replaced: ${reason}\n`);
      }
      if (!asJson) progress.show(games);
      else if (games === before) stdout.write(jsonLine({ event: "games", games, count: settings.count }));
      else stdout.write(jsonLine({ event: "game", games, count: settings.count, moves }));
    }
  } finally {
    stopListening();
    progress?.clear();
  }
  if (interruption instanceof Error) throw interruption;
  if (!asJson && latest !== undefined) {
    const done = latest.games >= settings.count;
    stdout.write(
      `${done ? "Done" : "Stopped"}: ${formatCount(latest.games)} games in ${settings.file}.\n` +
        (done ? "" : `The same command goes on with them: ${program} go games …\n`),
    );
  }
  return exitCodeAfter(interruption);
}

export const gamesCommand: Command = { syntax, run };
