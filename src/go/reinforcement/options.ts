import { selfPlayOptions } from "../../algorithms/index.ts";
import {
  finiteNumber,
  fraction,
  nonNegativeInteger,
  nonNegativeNumber,
  oneOf,
  optionsTable,
  orNone,
  positiveInteger,
  positiveNumber,
  text,
} from "../../learning/index.ts";

/** Options of self-play with what suits Go, and of the games against the policy that it began with. */
export const reinforcementOptions = optionsTable({
  ...selfPlayOptions,
  steps: positiveInteger(3_000_000, selfPlayOptions.steps.description),
  gamesPerUpdate: positiveInteger(128, selfPlayOptions.gamesPerUpdate.description),
  snapshotEvery: positiveInteger(12, selfPlayOptions.snapshotEvery.description),
  gate: orNone(finiteNumber, -0.1, selfPlayOptions.gate.description),
  learningRate: positiveNumber(1e-4, selfPlayOptions.learningRate.description),
  entropyWeight: nonNegativeNumber(0.1, selfPlayOptions.entropyWeight.description),
  klWeight: nonNegativeNumber(0.1, selfPlayOptions.klWeight.description),
  valueUpdates: nonNegativeInteger(0, selfPlayOptions.valueUpdates.description),
  reward: oneOf(
    ["auto", "result", "points"],
    "auto",
    "what a game pays: its result, ±1; or points, the lead as a share of the board, by which what is lost in a won game counts " +
      "too; auto: as the environment does",
  ),
  from: text(
    "",
    "an SGF file, or several with commas between them: games begin at positions drawn of their games, with the moves before; none: on an empty board",
  ),
  matchEvery: positiveInteger(
    12,
    "updates after which it plays against the policy that it began with, see the metrics winRate and winRateSharp",
  ),
  against: text(
    "pool",
    'who is played against: "pool", the earlier policies; "gnugo"; or the command line of an engine that speaks GTP',
  ),
  level: positiveInteger(1, "level of GNU Go, from 1 to 10, as the one played against"),
  openingStones: nonNegativeInteger(
    2,
    "stones that are put on the board at random before a game against an engine",
  ),
  engines: positiveInteger(32, "engines that run at once"),
  decidedAt: orNone(
    fraction,
    "none",
    "the mean outcome of random games on, −1 to 1, from which a game against an engine is taken as decided where it is so at two " +
      "turns in a row; none: games are played to their end",
  ),
  timeLimit: positiveNumber(
    60,
    "seconds that an engine may take for a move; after that it has lost the game",
  ),
  matchGames: nonNegativeInteger(100, "games of each of these matches, half of them as Black; 0 for none"),
});
