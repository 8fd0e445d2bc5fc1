/**
 * Measures the rules of Go: random games a second on one core, and the time for counting the legal positions of 4×4.
 *
 *   npx tsx benchmarks/go.ts [--rounds N]
 *   npx tsx benchmarks/go.ts --count-games   # instead, the games of 2×2 under superko: some minutes
 *
 * Each move is drawn from the legal ones that do not fill an own eye (`createRandomPlayout`). Short rounds, default 100, take
 * turns, time is that of the processor, and the best round counts. `@sabaki/go-board` plays the same games with simple ko if it
 * is there (`npm install --no-save @sabaki/go-board`, or NODE_PATH).
 */
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { countLegalPositions } from "../test/games/go/count-positions.ts";
import { countGamesOf2x2 } from "./go/count-games.ts";
import { measureGames, ourGames, type SabakiBoard, sabakiGames } from "./go/random-games.ts";

interface Sabaki {
  fromDimensions(size: number): SabakiBoard;
}

function loadSabaki(): Sabaki | undefined {
  try {
    return createRequire(import.meta.url)("@sabaki/go-board") as Sabaki;
  } catch {
    console.log("@sabaki/go-board is not installed; it is left out.");
    return undefined;
  }
}

function main(): void {
  const { values } = parseArgs({
    options: {
      rounds: { type: "string", default: "100" },
      "count-games": { type: "boolean", default: false },
    },
  });
  if (values["count-games"]) countGames();
  else measure(Number(values.rounds));
}

function measure(rounds: number): void {
  const sabaki = loadSabaki();
  const measured = measureGames(
    [
      ourGames(9, "simple", 300),
      ourGames(9, "positional-superko", 300),
      ourGames(19, "simple", 60),
      ourGames(19, "positional-superko", 60),
      ...(sabaki ? [sabakiGames(9, 3, (size) => sabaki.fromDimensions(size))] : []),
    ],
    rounds,
  );
  for (const { name, size, gamesPerSecond, movesPerGame } of measured) {
    const games = Math.round(gamesPerSecond).toLocaleString("en");
    console.log(`${size}×${size}, ${name}: ${games} games/s, ${movesPerGame.toFixed(1)} moves a game`);
  }
  count("4×4", "legal positions", 24_318_165, () => countLegalPositions(4, 4));
}

function countGames(): void {
  const progress = (done: number, total: number) => console.log(`${done} of ${total} second moves`);
  count("2×2", "games under superko", 386_356_909_593, () => countGamesOf2x2(progress));
}

/** Counts, tells how long it took, and fails where the count is not what it should be. */
function count(board: string, what: string, expected: number, counting: () => number): void {
  const start = process.cpuUsage();
  const counted = counting();
  const seconds = process.cpuUsage(start).user / 1e6;
  const isRight = counted === expected;
  console.log(
    `${board} has ${counted.toLocaleString("en")} ${what}${isRight ? "" : `, which should be ${expected}`}: ` +
      `counted in ${seconds.toFixed(1)} s`,
  );
  if (!isRight) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
