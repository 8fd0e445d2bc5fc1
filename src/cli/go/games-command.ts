import { type BackendName, fastestBackend } from "../../backends/index.ts";
import { goEnvironment, isGo } from "../../environments/index.ts";
import { readUncompressed } from "../../files/read-uncompressed.ts";
import { type GoRules, goRules } from "../../games/go/index.ts";
import {
  type GameCollection,
  type GeneratedGames,
  generateGames,
  generatePolicyGames,
  generateSearchGames,
  gnuGo,
  loadNetworks,
  readGames,
  splitPlayerName,
} from "../../go/index.ts";
import { loadRun } from "../../runs/index.ts";
import { jsonLine, quoted } from "../../text/printable.ts";
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
import { makeFolderFor } from "./make-folder-for.ts";
import { parseKomi } from "./parse-komi.ts";
import { backendOption, readBackend } from "./read-engine.ts";
import { environmentOf } from "./read-go-network.ts";
import { shortHash } from "./short-hash.ts";
import { taskProgress } from "./task-progress.ts";

const syntax: Syntax = {
  name: "go games",
  summary:
    "Plays games of GNU Go, a policy or a search against itself and adds them to an SGF file, to learn from.",
  positionals: [],
  options: {
    count: { value: "N", description: "games that the file is to have in the end; default 10,000" },
    policy: {
      value: "RUN",
      description:
        "plays games of the policy of that run, of Go, in the place of GNU Go: many thousands an hour",
    },
    player: {
      value: "NAME",
      description:
        "plays games of a search by a policy and a value network: FILE.safetensors:SIMULATIONS, as in a match",
    },
    temperature: {
      value: "T",
      description:
        "of the policy, which draws moves by π^(1/T), or of the search, by the simulations n^(1/T); default 1",
    },
    level: { value: "L", description: "level of GNU Go, from 1 (the default) to 10" },
    size: { value: "N", description: "rows and columns of the board, from 1 to 19; default 9" },
    komi: {
      value: "K",
      description:
        "points for White in games of GNU Go or a search; default 7.5. A policy has that of its run",
    },
    opening: {
      value: "N",
      description:
        "stones that are put on the board at random first; default 4, since with two GNU Go repeats its games, and 0 with --from",
    },
    from: {
      value: "FILE",
      description:
        "an SGF file: each game of a search goes on from a position drawn of its games, in the place of an empty board",
    },
    moves: {
      value: "N",
      description: "moves after which a game of a search is left as it is; default: it is played to its end",
    },
    processes: {
      value: "N",
      description: "games of GNU Go that are played at a time; default 1. They do not change the games",
    },
    workers: {
      value: "N",
      description: "threads that play games of a policy or a search; default 1. They do not change the games",
    },
    backend: backendOption,
    seed: {
      value: "S",
      description:
        "seed of all that is random: same seed, same file to the byte (with --backend native on processors with the same instructions); default 0",
    },
    out: { value: "FILE", description: 'where the games go; default "games.sgf". One that is there goes on' },
    json: { description: "writes one JSON object per game, for programs" },
  },
  examples: [
    "go games --processes 2",
    "go games --count 200 --level 10 --seed 7 --out held-out.sgf",
    "go games --count 1_000 --size 5 --komi 24.5 --out small.sgf",
    "go games --policy runs/reinforced --count 100_000 --out self-play.sgf",
    "go games --player models/go-9x9.safetensors:64 --temperature 0.5 --out search.sgf",
    "go games --player models/go-9x9.safetensors:64 --from match.sgf --out from-match.sgf",
  ],
};

/** Plays until all games are there, or it is interrupted: the file then goes on with the same command. */
async function run(args: readonly string[], context: CommandContext): Promise<number> {
  const { stdout, stderr, program } = context;
  const parsed = parseArguments(syntax, args);
  const stop = new AbortController();
  const settings = await readingUsage(async () => {
    const from = parsed.value("from");
    const common = {
      ...{
        seed: countOf(parsed, "seed", 0, 0),
        openingStones: countOf(parsed, "opening", from === undefined ? 4 : 0, 0),
      },
      ...{
        count: countOf(parsed, "count", 10_000, 1),
        file: parsed.value("out") ?? "games.sgf",
        signal: stop.signal,
      },
    };
    const policy = parsed.value("policy");
    const player = parsed.value("player");
    if (policy !== undefined) {
      requireAlone(parsed, "policy", ["player", "from", "moves", "komi", ...ofEngine]);
      const games = { ...common, ...readPolicy(policy, readBackend(parsed)), ...playingOf(parsed) };
      return { ...common, play: () => generatePolicyGames(games) };
    }
    if (player !== undefined) {
      requireAlone(parsed, "player", ofEngine);
      const search = readSearch(player, parseKomi(parsed.value("komi")), readBackend(parsed));
      const start = {
        ...(from !== undefined && { from: readPositions(from, search.rules) }),
        ...(parsed.value("moves") !== undefined && { moves: countOf(parsed, "moves", 1, 1) }),
      };
      const games = { ...common, ...search, ...start, ...playingOf(parsed) };
      return { ...common, play: () => generateSearchGames(games) };
    }
    for (const option of ["temperature", "backend"]) {
      if (parsed.value(option) !== undefined) {
        throw new UsageError(
          `go games: --${option} is of a policy or a search: give --policy RUN or --player NAME.`,
        );
      }
    }
    if (parsed.value("workers") !== undefined) {
      throw new UsageError(
        "go games: --workers is of a policy or a search: give --policy RUN or --player NAME. Games of GNU Go have --processes.",
      );
    }
    for (const option of ["from", "moves"]) {
      if (parsed.value(option) !== undefined)
        throw new UsageError(`go games: --${option} is of a search: give --player NAME.`);
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
  makeFolderFor(settings.file);
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
      if (!asJson) progress ??= taskProgress(context, { unit: "games", total: settings.count, before });
      for (const reason of rejected) {
        progress?.clear();
        stderr.write(`Warning: game ${games - 1} was replaced: ${reason}\n`);
      }
      progress?.show(games);
      if (!asJson) continue;
      if (games === before) stdout.write(jsonLine({ event: "games", games, count: settings.count }));
      else stdout.write(jsonLine({ event: "game", games, count: settings.count, moves }));
    }
  } finally {
    stopListening();
    progress?.clear();
  }
  if (interruption instanceof Error) throw interruption;
  if (!asJson && latest !== undefined) {
    const { games } = latest;
    const said = `${formatCount(games)} games in ${settings.file}`;
    if (games < settings.count)
      stdout.write(`Stopped: ${said}.\nThe same command goes on with them: ${program} go games …\n`);
    else if (games === settings.count) stdout.write(`Done: ${said}.\n`);
    else
      stdout.write(
        `Done: ${said}, of which --count asks for ${formatCount(settings.count)}; all are kept.\n`,
      );
  }
  return exitCodeAfter(interruption);
}

/** Options of GNU Go, which say nothing of others that play. */
const ofEngine = ["level", "size", "processes"];

function requireAlone(parsed: Arguments, option: string, others: readonly string[]): void {
  const said = others.find((name) => parsed.value(name) !== undefined);
  if (said === undefined) return;
  throw new UsageError(
    `go games: --${said} and --${option} exclude each other: --${option} says who plays, and on which board.`,
  );
}

function readPolicy(folder: string, backend: BackendName | undefined) {
  const fastest = () => (fastestBackend().name === "native" ? "native" : "wasm");
  const { policy, record } = loadRun(folder, { backend: backend ?? fastest() });
  const source = environmentOf({ name: folder, network: policy, environment: record.environment });
  if (!isGo(source) || policy.head !== "categorical") {
    throw new UsageError(
      `go games: ${folder} has no policy that plays Go, but one of ${record.environment}.`,
    );
  }
  return { policy, source, player: `policy ${shortHash(policy)}` };
}

function readSearch(text: string, komi: number, backend: BackendName | undefined) {
  const { policy, value, simulations } = splitPlayerName(text);
  if (policy === undefined || simulations === undefined || Number(simulations) === 0) {
    throw new UsageError(
      `go games: --player is ${quoted(text)}; it must be the file of networks and how many simulations a move takes, such as ` +
        "models/go-9x9.safetensors:64, or POLICY.safetensors+VALUE.safetensors:64.",
    );
  }
  const networks = loadNetworks(policy, { value, backend });
  if (networks.valueNetwork === undefined) {
    throw new UsageError(
      `go games: ${policy} has no value network; name one behind it: ${policy}+VALUE.safetensors:${simulations}.`,
    );
  }
  return {
    networks,
    rules: goEnvironment({ ...networks.board, komi }).rules,
    player: `search by ${shortHash(networks.policy)} and ${shortHash(networks.valueNetwork)}`,
    simulations: Number(simulations),
  };
}

function readPositions(file: string, rules: GoRules): GameCollection {
  try {
    return readGames(readUncompressed(file), rules);
  } catch (cause) {
    throw new UsageError(`go games: --from ${quoted(file)}: ${(cause as Error).message}`, { cause });
  }
}

const playingOf = (parsed: Arguments) => ({
  temperature: temperatureOf(parsed),
  workers: countOf(parsed, "workers", 1, 1),
});

function temperatureOf(parsed: Arguments): number {
  const text = parsed.value("temperature") ?? "1";
  const temperature = Number(text);
  if (temperature > 0 && temperature < Infinity) return temperature;
  throw new UsageError(`--temperature is "${text}"; it must be a number above 0, such as 1.`);
}

export const gamesCommand: Command = { syntax, run };
