import {
  black,
  fixedHandicap,
  freeHandicap,
  type GoPosition,
  vertexOf,
  white,
} from "../../../games/go/index.ts";
import { createGenerator } from "../../../random/index.ts";
import { nodeModule } from "../../../workers/index.ts";
import { positionBefore } from "../../game.ts";
import { gameFromSgf } from "../../sgf/game-from-sgf.ts";
import { parseSgf } from "../../sgf/parse.ts";
import { readColor, readInteger, readNumber, readVertex, requireArguments } from "./arguments.ts";
import { beginGame, CommandError, type EngineCommand, type EngineState, requireBoard } from "./state.ts";

/** Commands that set up a game: handicaps, files, clocks. */
export const setupCommands: Readonly<Record<string, EngineCommand>> = {
  fixed_handicap: (state, args) => placeHandicap(state, args, fixedHandicap),

  place_free_handicap: (state, args) => placeHandicap(state, args, freeHandicap),

  set_free_handicap(state, args) {
    requireEmptyBoard(state);
    const points = args.map((vertex) => readVertex(vertex, state.position));
    const isRepeated = new Set(points).size < points.length;
    if (points.length < 2 || isRepeated || points.includes(state.position.pass)) {
      throw new CommandError("bad vertex list: expected two vertices or more, none twice and no pass");
    }
    setHandicap(state, points);
    return "";
  },

  loadsgf(state, args) {
    requireArguments(args, ["a file"], 1);
    const until = args[1] === undefined ? Number.POSITIVE_INFINITY : readInteger("the move", args[1]);
    if (until < 1) throw new CommandError(`syntax error: moves are numbered from 1, found ${until}`);
    state.position = loadGame(state, args[0], until);
    state.clock.reset();
    return "";
  },

  time_settings(state, args) {
    requireArguments(args, ["main time", "byo-yomi time", "byo-yomi stones"]);
    const [main, byoYomi] = [readNumber("the main time", args[0]), readNumber("the byo-yomi time", args[1])];
    state.clock.set(atLeast0("main time", main), atLeast0("byo-yomi time", byoYomi), readStones(args[2]));
    return "";
  },

  time_left(state, args) {
    requireArguments(args, ["a color", "a time", "stones"]);
    // A clock may have run out by a little.
    const seconds = Math.max(0, readNumber("the time", args[1]));
    state.clock.left(readColor(args[0]), seconds, readStones(args[2]));
    return "";
  },

  set_random_seed(state, args) {
    requireArguments(args, ["a seed"]);
    state.generator = createGenerator(atLeast0("the seed", readInteger("the seed", args[0])));
    return "";
  },
};

function placeHandicap(
  state: EngineState,
  args: readonly string[],
  place: (stones: number, size: GoPosition) => number[],
): string {
  requireArguments(args, ["a number of stones"]);
  requireEmptyBoard(state);
  const stones = readInteger("the number of stones", args[0]);
  let points: number[];
  try {
    points = place(stones, state.position);
  } catch (cause) {
    throw new CommandError(`invalid number of stones: ${(cause as Error).message}`, { cause });
  }
  setHandicap(state, points);
  return points.map((point) => vertexOf(point, state.position)).join(" ");
}

function requireEmptyBoard({ position }: EngineState): void {
  if (position.stones.some((stone) => stone !== 0)) throw new CommandError("board not empty");
}

function setHandicap(state: EngineState, points: readonly number[]): void {
  const stones = new Uint8Array(state.position.points);
  for (const point of points) stones[point] = black;
  try {
    const position = state.position.clone();
    position.setUp(stones, white);
    beginGame(state);
    state.position.setUp(stones, white);
  } catch (cause) {
    throw new CommandError(`bad vertex list: ${(cause as Error).message}`, { cause });
  }
}

function loadGame(state: EngineState, path: string, until: number): GoPosition {
  const fs = nodeModule("node:fs");
  if (fs === undefined) throw new CommandError("cannot load file: there are no files here");
  try {
    const [root] = parseSgf(fs.readFileSync(path));
    const { ko, suicide, scoring } = state.position.rules;
    const game = gameFromSgf(root, { ko, suicide, scoring });
    requireBoard(state, game.rules);
    const position = positionBefore(game);
    for (const { color, move } of game.moves.slice(0, until - 1)) {
      position.setToPlay(color);
      position.playLegal(move);
    }
    const next = game.moves[until - 1];
    if (next !== undefined) position.setToPlay(next.color);
    return position;
  } catch (cause) {
    throw new CommandError(`cannot load file: ${(cause as Error).message}`, { cause });
  }
}

function readStones(text: string): number {
  return atLeast0("the number of stones", readInteger("the number of stones", text));
}

function atLeast0(name: string, value: number): number {
  if (value >= 0) return value;
  throw new CommandError(`syntax error: ${name} must be 0 or more, found ${value}`);
}
