import { goRules } from "../../games/go/index.ts";
import { type MatchGame, type MatchOptions, playMatch } from "../../go/index.ts";
import { jsonLine } from "../../text/printable.ts";
import { type Arguments, parseArguments } from "../arguments/parse-arguments.ts";
import { countOf } from "../arguments/parse-count.ts";
import {
  type Command,
  type CommandContext,
  type Interruption,
  readingUsage,
  type Syntax,
} from "../command.ts";
import { exitCodeAfter } from "../exit-code-after.ts";
import { makeFolderFor } from "./make-folder-for.ts";
import { matchPlayer } from "./match-player.ts";
import { summarize, summaryInText } from "./match-summary.ts";
import { parseKomi } from "./parse-komi.ts";
import { backendOption, readBackend } from "./read-engine.ts";
import { type TaskProgress, taskProgress } from "./task-progress.ts";

const syntax: Syntax = {
  name: "go match",
  summary: "Plays a match between two players of Go, and says how strong the first is beside the second.",
  positionals: [],
  options: {
    player: {
      value: "NAME",
      description:
        "the first player: one that `logpi gtp` has, gnugo, or the command line of an engine that speaks GTP; default search",
    },
    opponent: { value: "NAME", description: "the second one, likewise; default gnugo" },
    level: { value: "L", description: "level of GNU Go, from 1 to 10 (the default)" },
    games: { value: "N", description: "games of the match; default 200" },
    size: { value: "N", description: "rows and columns of the board, from 1 to 19; default 9" },
    komi: { value: "K", description: "points for White; default 7.5" },
    opening: { value: "N", description: "stones that are put on the board at random first; default 2" },
    processes: { value: "N", description: "games that are played at a time; default 1" },
    "time-limit": {
      value: "SECONDS",
      description: "time for a move; a player who takes longer loses the game; default 60",
    },
    backend: backendOption,
    seed: { value: "S", description: "seed of openings and players; default 0" },
    out: { value: "FILE", description: 'where the games go; default "match.sgf". One that is there goes on' },
    json: { description: "writes one JSON object per game, and one for the match, for programs" },
  },
  examples: [
    "go match --player search:400 --opponent gnugo --level 10",
    "go match --player models/go-9x9.safetensors:400 --processes 2",
    "go match --player search:200 --opponent random --games 40 --size 5 --processes 2",
    'go match --opponent "/opt/my-engine --gtp" --out against-mine.sgf',
  ],
};

/** Plays until all games are there, or it is interrupted: the match then goes on with the same command. */
async function run(args: readonly string[], context: CommandContext): Promise<number> {
  const { stdout, stderr } = context;
  const parsed = parseArguments(syntax, args);
  const stop = new AbortController();
  const settings = await readingUsage(async () => readSettings(parsed, context, stop.signal));
  const [first, second] = settings.players;
  const asJson = parsed.flag("json");
  makeFolderFor(settings.file);
  let interruption: Interruption | undefined;
  const stopListening = context.onInterruption((reason) => {
    interruption = reason;
    stop.abort();
  });
  let games: readonly MatchGame[] = [];
  let progress: TaskProgress | undefined;
  try {
    for await (const event of playMatch(settings)) {
      games = event.games;
      const { count: total } = settings;
      if (!asJson) progress ??= taskProgress(context, { unit: "games", total, before: event.before });
      const latest = games.length > event.before ? games.at(-1) : undefined;
      if (latest?.remark !== undefined) {
        progress?.clear();
        stderr.write(`Warning: game ${latest.index}: ${latest.remark}\n`);
      }
      if (progress !== undefined) {
        const { wins, losses } = summarize(games);
        progress.show(games.length, `${first.name} won ${wins}, lost ${losses}`);
      } else if (latest !== undefined) stdout.write(jsonLine({ event: "game", ...latest }));
    }
  } finally {
    stopListening();
    progress?.clear();
  }
  if (interruption instanceof Error) throw interruption;
  const summary = summarize(games);
  if (asJson)
    stdout.write(jsonLine({ event: "match", player: first.name, opponent: second.name, ...summary }));
  else
    stdout.write(
      summaryInText(summary, first.name, second.name)
        .map((line) => `${line}\n`)
        .join(""),
    );
  return exitCodeAfter(interruption);
}

function readSettings(
  parsed: Arguments,
  { script = process.argv[1] ?? "" }: CommandContext,
  signal: AbortSignal,
): MatchOptions {
  const rules = goRules({ size: countOf(parsed, "size", 9, 1), komi: parseKomi(parsed.value("komi")) });
  const options = {
    rules,
    level: countOf(parsed, "level", 10, 1),
    timeLimit: countOf(parsed, "time-limit", 60, 1),
    script,
    backend: readBackend(parsed),
  };
  const first = matchPlayer(parsed.value("player") ?? "search", options);
  const second = matchPlayer(parsed.value("opponent") ?? "gnugo", options);
  return {
    players: [first, first.name === second.name ? { ...second, name: `${second.name} (2)` } : second],
    ...{
      rules,
      signal,
      seed: countOf(parsed, "seed", 0, 0),
      openingStones: countOf(parsed, "opening", 2, 0),
    },
    ...{ count: countOf(parsed, "games", 200, 1), processes: countOf(parsed, "processes", 1, 1) },
    file: parsed.value("out") ?? "match.sgf",
  };
}

export const matchCommand: Command = { syntax, run };
