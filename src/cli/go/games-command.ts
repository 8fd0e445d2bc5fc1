import { isGo } from "../../environments/index.ts";
import { goRules } from "../../games/go/index.ts";
import { type GeneratedGames, generateGames, generatePolicyGames, gnuGo } from "../../go/index.ts";
import { loadEnvironment, loadRun, parametersHash } from "../../runs/index.ts";
import { jsonLine } from "../../text/printable.ts";
import { type Arguments, parseArguments } from "../arguments/parse-arguments.ts";
import { countOf } from "../arguments/parse-count.ts";
import {
  type Command,
  type CommandContext,
  type Interruption,
  readingUsage,
  type Syntax,
  UsageError,
} from "../command.ts";
import { formatCount } from "../display/format.ts";
import { exitCodeAfter } from "../exit-code-after.ts";
import { parseKomi } from "./parse-komi.ts";
import { taskProgress } from "./task-progress.ts";

const syntax: Syntax = {
  name: "go games",
  summary:
    "Plays games of GNU Go, or of a policy, against itself and adds them to an SGF file, to learn from.",
  positionals: [],
  options: {
    count: { value: "N", description: "games that the file is to have in the end; default 10,000" },
    policy: {
      value: "RUN",
      description:
        "plays games of the policy of that run, of Go, in the place of GNU Go: many thousands an hour",
    },
    temperature: {
      value: "T",
      description: "of the policy: it draws moves by π^(1/T); default 1",
    },
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
    "go games --policy runs/reinforced --count 100_000 --out self-play.sgf",
  ],
};

/** Plays until all games are there, or it is interrupted: the file then goes on with the same command. */
async function run(args: readonly string[], context: CommandContext): Promise<number> {
  const { stdout, stderr, program } = context;
  const parsed = parseArguments(syntax, args);
  const stop = new AbortController();
  const settings = await readingUsage(async () => {
    const common = {
      ...{ seed: countOf(parsed, "seed", 0, 0), openingStones: countOf(parsed, "opening", 4, 0) },
      ...{
        count: countOf(parsed, "count", 10_000, 1),
        file: parsed.value("out") ?? "games.sgf",
        signal: stop.signal,
      },
    };
    const policy = parsed.value("policy");
    if (policy !== undefined) {
      const games = { ...common, ...(await readPolicy(policy, parsed)) };
      return { ...common, play: () => generatePolicyGames(games) };
    }
    if (parsed.value("temperature") !== undefined) {
      throw new UsageError("go games: --temperature is of a policy: give --policy RUN.");
    }
    const rules = goRules({ size: countOf(parsed, "size", 9, 1), komi: parseKomi(parsed.value("komi")) });
    const level = countOf(parsed, "level", 1, 1);
    gnuGo({ rules, level, seed: 0 });
    const games = {
      ...{
        ...common,
        rules,
        player: `GNU Go (level ${level})`,
        processes: countOf(parsed, "processes", 1, 1),
      },
      engine: (seed: number) => gnuGo({ rules, level, seed }),
    };
    return { ...common, play: () => generateGames(games) };
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
    for await (const event of settings.play()) {
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

/** Options of GNU Go, which say nothing of a policy. */
const ofEngine = ["level", "size", "komi", "processes"];

async function readPolicy(folder: string, parsed: Arguments) {
  const said = ofEngine.find((name) => parsed.value(name) !== undefined);
  if (said !== undefined) {
    throw new UsageError(`go games: --${said} and --policy exclude each other: the run says how it plays.`);
  }
  const { policy, record } = loadRun(folder);
  const source = await loadEnvironment(record.environment);
  if (!isGo(source) || policy.head !== "categorical") {
    throw new UsageError(
      `go games: ${folder} has no policy that plays Go, but one of ${record.environment}.`,
    );
  }
  const text = parsed.value("temperature") ?? "1";
  const temperature = Number(text);
  if (!(temperature > 0 && temperature < Infinity)) {
    throw new UsageError(`--temperature is "${text}"; it must be a number above 0, such as 1.`);
  }
  return { policy, source, temperature, player: `policy ${parametersHash(policy).slice(0, 16)}` };
}

export const gamesCommand: Command = { syntax, run };
