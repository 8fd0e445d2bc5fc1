import { readUncompressed } from "../../files/read-uncompressed.ts";
import { eloRatings, pairingsIn, parseSgf } from "../../go/index.ts";
import { distinctPaths } from "../../runs/distinct-paths.ts";
import { jsonLine, printable } from "../../text/printable.ts";
import { parseArguments } from "../arguments/parse-arguments.ts";
import type { Command, CommandContext, Syntax } from "../command.ts";
import { columns } from "../display/format.ts";

const syntax: Syntax = {
  name: "go elo",
  summary: "Shows how strong the players of matches are, with intervals of 95 %.",
  positionals: [
    { name: "file", description: "SGF files of matches, as `logpi go match` writes them", multiple: true },
  ],
  options: {
    anchor: {
      value: "NAME",
      description:
        "the player that has 0; default: of the two of the first game, the one whose name comes first",
    },
    json: { description: "writes the ratings as one JSON object, for programs" },
  },
  examples: ["go elo match.sgf", 'go elo matches/*.sgf --anchor "GNU Go (level 10)"'],
};

function run(args: readonly string[], { stdout }: CommandContext): number {
  const parsed = parseArguments(syntax, args);
  const pairings = pairingsIn(distinctPaths(parsed.positionals).flatMap(readGames));
  if (pairings.length === 0) {
    throw new Error("go elo: there is no game between two players that has a result; expected PB, PW and RE");
  }
  const anchor = parsed.value("anchor");
  const names = new Set([
    ...(anchor === undefined ? [] : [anchor]),
    ...pairings.flatMap(({ first, second }) => [first, second]),
  ]);
  const ratings = eloRatings([...names], pairings).sort((a, b) => b.elo - a.elo);
  if (parsed.flag("json")) {
    stdout.write(jsonLine({ ratings, pairings }));
    return 0;
  }
  const rows = ratings.map(({ name, elo, low, high, games }) => [
    printable(name),
    `${Math.round(elo)}`,
    `${Math.round(low)} to ${Math.round(high)}`,
    `${games}`,
  ]);
  stdout.write(
    columns([["player", "Elo", "95 % interval", "games"], ...rows])
      .map((line) => `${line}\n`)
      .join(""),
  );
  return 0;
}

function readGames(path: string) {
  try {
    const games = parseSgf(readUncompressed(path));
    pairingsIn(games); // what a game lacks is told with its file
    return games;
  } catch (cause) {
    throw new Error(`${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

export const eloCommand: Command = { syntax, run };
