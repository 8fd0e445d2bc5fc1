import sabaki from "@sabaki/sgf";
import { black, GoPosition, white } from "../../src/games/go/index.ts";
import {
  gameFromSgf,
  gameToSgf,
  parseSgf,
  positionBefore,
  SgfError,
  type SgfNode,
  writeSgf,
} from "../../src/go/index.ts";
import { createGenerator, type Generator } from "../../src/random/index.ts";
import { type PlainTree, plainTree } from "../../test/go/sgf/plain-tree.ts";
import { mutate } from "./mutate.ts";

const meaningful = [
  ..."()[];:\\ \n\r\t]",
  ...[
    "(;",
    ")(",
    "[]",
    "[tt]",
    "[aa:cc]",
    "[aa][bb]",
    "\\]",
    "\\\n",
    "AB",
    "AW",
    "AE",
    "PL[W]",
    "SZ[5]",
    "SZ[9:13]",
  ],
  ...[
    "SZ[99]",
    "KM[-7]",
    "CA[latin1]",
    "C[é好\ud800]",
    "GM[2]",
    ";B[aa]",
    ";W[bb]",
    "(;B[cc])",
    "RE[W+R]",
    "Black",
  ],
];

/** Games with variations, comments and stones that are set up. */
export function originalGames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, seed) => {
    const random = createGenerator(seed);
    const root = gameToSgf(randomGame(random), { PB: "a]b\\c:d", C: "two\nlines", AP: "logpi:1" });
    return writeSgf(random.random() < 0.3 ? [root, branched(root)] : [branched(root)]);
  });
}

function randomGame(random: Generator) {
  const position = new GoPosition({ size: random.choice([1, 3, 5, 9, 19]), komi: 7.5 });
  const play = (moves: number) => {
    for (let i = 0; i < moves; i++) {
      const move = random.integers(0, position.points + 1);
      if (position.isLegal(move)) position.play(move);
    }
  };
  play(random.integers(0, 6));
  const [stones, toPlay] = [position.stones.slice(), position.toPlay];
  position.setUp(stones, toPlay);
  play(random.integers(0, 12));
  const moves = Array.from({ length: position.moveCount }, (_, index) => ({
    ...{ color: position.colorAt(index), move: position.moveAt(index) },
  }));
  return {
    rules: position.rules,
    stones,
    toPlay,
    moves,
    result: { winner: random.choice([black, white] as const), by: 3.5 },
  };
}

/** Its first node has a second child. */
function branched(root: SgfNode): SgfNode {
  const extra = { properties: new Map([["W", ["tt"]], ["C", ["or so"]]]), children: [] }; // biome-ignore format: one line
  return { ...root, children: [...root.children, extra] };
}

/**
 * Damages a game and reads it. What must hold: it is read, or refused by an `SgfError` with a place in the text; what is read is
 * written and read again as the same, and is what the other parser reads; a game of it has legal moves only.
 *
 * @returns what came of it
 * @throws Error if something does not hold
 */
export function fuzzSgf(original: string, random: Generator): string {
  const text = mutate(original, meaningful, random, 4);
  const bytes = new TextEncoder().encode(text);
  const asBytes = random.random() < 0.2;
  let games: SgfNode[];
  try {
    games = parseSgf(asBytes ? bytes : text);
  } catch (error) {
    requireSgfError(error, asBytes ? undefined : text);
    return "refused";
  }
  const plain = JSON.stringify(games.map(plainTree));
  const again = JSON.stringify(parseSgf(writeSgf(games)).map(plainTree));
  if (again !== plain) throw new Error(`it is read as ${plain}, and after writing as ${again}`);
  const theirs = asBytes || /\r/.test(text) || !/^\s*\(\s*;/.test(text) ? undefined : readByOther(text);
  if (theirs !== undefined && JSON.stringify(theirs) !== plain) {
    throw new Error(`it is read as ${plain}, and by the other parser as ${JSON.stringify(theirs)}`);
  }
  return games.map(readGame).includes("no game") ? "read, with a game that cannot be" : "read, with games";
}

function readByOther(text: string): PlainTree[] | undefined {
  try {
    return sabaki.parse(text).map(plainTree);
  } catch {
    return undefined;
  }
}

function readGame(root: SgfNode): "game" | "no game" {
  try {
    const game = gameFromSgf(root);
    const position = positionBefore(game);
    for (const { color, move } of game.moves) {
      position.setToPlay(color);
      position.play(move);
    }
    return "game";
  } catch (error) {
    requireSgfError(error, undefined);
    return "no game";
  }
}

function requireSgfError(error: unknown, text: string | undefined): void {
  if (!(error instanceof SgfError) || error.place === undefined) throw error;
  const { line, column } = error.place;
  const lines = text?.split(/\r\n|\n\r|\r|\n/);
  const isInside = lines === undefined || (line <= lines.length && column <= lines[line - 1].length + 2);
  if (line < 1 || column < 1 || !isInside) throw new Error(`the place ${line}:${column} is not in the text`);
  if (error.message.length > 500 || /[\p{Cc}\p{Cf}\p{Cs}]/u.test(error.message)) {
    throw new Error(`the message is no sentence: ${error.message}`);
  }
}
