import {
  black,
  type GoColor,
  requireColor,
  requireMove,
  requireStones,
  white,
} from "../../games/go/index.ts";
import type { GoGame } from "../game.ts";
import { moveToSgf, pointToSgf } from "./points.ts";
import { resultToSgf } from "./result.ts";
import type { SgfNode } from "./tree.ts";

/**
 * A game as a tree without variations. How many of its moves were given, if any, is in a property of our own, GIVEN.
 *
 * @param information more properties of the root, such as `{ PB: "GNU Go", GN: "17" }`; they come before the result
 * @throws RangeError for stones, colors and moves that the board cannot have; whether moves are legal it does not look
 */
export function gameToSgf(game: GoGame, information: Readonly<Record<string, string>> = {}): SgfNode {
  const { rules, stones, toPlay, moves, given = 0, result } = game;
  requireStones("gameToSgf", stones, rules);
  requireColor("gameToSgf", toPlay);
  let node: SgfNode | undefined;
  for (const [index, { color, move }] of [...moves.entries()].reverse()) {
    requireColor(`gameToSgf: move ${index}`, color);
    requireMove(`gameToSgf: move ${index}`, move, rules);
    const properties = new Map([[color === black ? "B" : "W", [moveToSgf(move, rules)]]]);
    node = { properties, children: node ? [node] : [] };
  }
  const setup = (["AB", "AW"] as const)
    .map((name) => [name, pointsOf(stones, name === "AB" ? black : white, rules.columns)] as const)
    .filter(([, points]) => points.length > 0);
  const isSaid = setup.length > 0 || toPlay !== (moves[0]?.color ?? black); // otherwise a reader takes it so
  const properties = new Map<string, readonly string[]>([
    ...headOf(game, information),
    ...(result ? [["RE", [resultToSgf(result)]] as const] : []),
    ...(given > 0 ? [["GIVEN", [`${given}`]] as const] : []),
    ...setup,
    ...(isSaid ? [["PL", [toPlay === black ? "B" : "W"]] as const] : []),
  ]);
  return { properties, children: node ? [node] : [] };
}

/** What is known of a game before it is played, as the first properties of its root. */
export function headOf(
  { rules: { columns, rows, komi, scoring } }: Pick<GoGame, "rules">,
  information: Readonly<Record<string, string>> = {},
): [name: string, values: readonly string[]][] {
  return [
    ["FF", ["4"]],
    ["GM", ["1"]],
    ["CA", ["UTF-8"]],
    ["SZ", [columns === rows ? `${columns}` : `${columns}:${rows}`]],
    ["KM", [`${komi}`]],
    ["RU", [scoring === "area" ? "Chinese" : "Japanese"]],
    ...Object.entries(information).map(([name, value]): [string, string[]] => [name, [value]]),
  ];
}

function pointsOf(stones: Uint8Array, color: GoColor, columns: number): string[] {
  return Array.from(stones).flatMap((stone, point) => (stone === color ? [pointToSgf(point, columns)] : []));
}
