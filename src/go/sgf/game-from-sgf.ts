import {
  black,
  empty,
  type GoColor,
  GoPosition,
  type GoRulesOptions,
  goRules,
  white,
} from "../../games/go/index.ts";
import { quoted } from "../../text/printable.ts";
import type { GoGame, GoMove } from "../game.ts";
import { moveFromSgf, pointsFromSgf } from "./points.ts";
import { resultFromSgf } from "./result.ts";
import { mainLine, SgfError, type SgfNode } from "./tree.ts";

/** Rules that a file does not say in a way that could be relied on. */
export type SgfGameRules = Pick<GoRulesOptions, "ko" | "suicide" | "scoring">;

/**
 * The game that a tree tells: board and komi (19×19 and 0 where it does not say), stones that are set up before the first move,
 * moves, how many of them were given (`GIVEN`, see `gameToSgf`), and result.
 *
 * @param rules by which the moves must be legal; default: those of `goRules`
 * @param line the nodes of the variation, from the root on; default: the main one
 * @throws SgfError, with the place in the file, for another game than Go, values that are none, moves that are not legal, and
 *   stones that are set up after a move
 */
export function gameFromSgf(root: SgfNode, rules: SgfGameRules = {}, line = mainLine(root)): GoGame {
  const position = new GoPosition(readRules(root, rules));
  const stones = new Uint8Array(position.points);
  const moves: GoMove[] = [];
  let toPlay: GoColor | undefined;

  for (const node of line) {
    for (const [name, values] of node.properties) {
      explained(node, name, () => {
        if (name === "AB" || name === "AW" || name === "AE" || name === "PL") {
          if (moves.length > 0) throw new RangeError("stones are set up after a move, which no game has");
          if (name === "PL") toPlay = readColor(single(values));
          else setStones(stones, values, name, position);
        } else if (name === "B" || name === "W") {
          const color = name === "B" ? black : white;
          const move = moveFromSgf(single(values), position);
          if (moves.length === 0) position.setUp(stones, toPlay ?? color);
          toPlay ??= color;
          position.setToPlay(color);
          position.play(move);
          moves.push({ color, move });
        }
      });
    }
  }
  const result = root.properties.get("RE")?.[0];
  const given = explained(root, "GIVEN", () => readGiven(root.properties.get("GIVEN")?.[0], moves.length));
  if (moves.length === 0) explained(root, "AB", () => position.setUp(stones, black));
  return {
    rules: position.rules,
    stones,
    toPlay: toPlay ?? (stones.includes(black) && !stones.includes(white) ? white : black),
    moves,
    ...(given > 0 && { given }),
    result: result === undefined ? undefined : resultFromSgf(result),
  };
}

function readRules(root: SgfNode, rules: SgfGameRules) {
  const value = (name: string, otherwise: string) => root.properties.get(name)?.[0]?.trim() || otherwise;
  explained(root, "GM", () => {
    if (value("GM", "1") !== "1") throw new RangeError(`${quoted(value("GM", ""))} is another game; Go is 1`);
  });
  return explained(root, "SZ", () => {
    const size = value("SZ", "19");
    const [columns, rows = columns, ...more] = size.split(":").map(readNumber);
    if (more.length > 0) {
      throw new RangeError(
        `${quoted(size)} is no size; it must be a number, or columns and rows such as 9:13`,
      );
    }
    const komi = explained(root, "KM", () => readNumber(value("KM", "0")));
    return goRules({ ...rules, size: columns, columns, rows, komi });
  });
}

function readGiven(text: string | undefined, moves: number): number {
  if (text === undefined) return 0;
  const given = Number(/^\s*\d+\s*$/.test(text) ? text : Number.NaN);
  if (given <= moves) return given;
  throw new RangeError(`${quoted(text)} is no number of moves from 0 to ${moves}, those of the game`);
}

function readNumber(text: string): number {
  const number = /^\s*[+-]?\d+(\.\d*)?\s*$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(number)) throw new RangeError(`${quoted(text)} is no number`);
  return number;
}

function readColor(text: string): GoColor {
  if (/^\s*(b|black|1)\s*$/i.test(text)) return black;
  if (/^\s*(w|white|2)\s*$/i.test(text)) return white;
  throw new RangeError(`${quoted(text)} is no color; it must be B or W`);
}

function setStones(stones: Uint8Array, values: readonly string[], name: string, position: GoPosition): void {
  const stone = name === "AB" ? black : name === "AW" ? white : empty;
  for (const value of values) for (const point of pointsFromSgf(value, position)) stones[point] = stone;
}

function single(values: readonly string[]): string {
  if (values.length === 1) return values[0];
  throw new RangeError(`it has ${values.length} values, and must have one`);
}

/** Puts the property before what is wrong with it, and says where it stands. */
function explained<Result>(node: SgfNode, property: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof SgfError) throw error;
    throw new SgfError(`${property}: ${(error as Error).message}`, node.place);
  }
}
