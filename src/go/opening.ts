import { GoPosition, type GoRules } from "../games/go/index.ts";
import type { Generator } from "../random/index.ts";
import { requireInteger } from "../text/require-number.ts";
import type { GoGame } from "./game.ts";

/**
 * A game that begins after random moves, by turns, each on one of the points where the player may play; they are stones on
 * the board and not among its moves, since nobody chose them. Where there is no such point it begins with fewer.
 */
export function randomOpening(rules: GoRules, stones: number, generator: Generator): GoGame {
  requireInteger("randomOpening: stones", stones, 0);
  const position = new GoPosition(rules);
  playRandomly(position, stones, generator);
  return { rules: position.rules, stones: position.stones.slice(), toPlay: position.toPlay, moves: [] };
}

/** Plays moves by turns, each drawn of the points where the player may play; fewer where there is no such point. */
export function playRandomly(position: GoPosition, stones: number, generator: Generator): void {
  const legal = new Uint8Array(position.points + 1);
  for (let i = 0; i < stones; i++) {
    position.legalMoves(legal);
    const points = Array.from(legal.keys()).filter((point) => point < position.points && legal[point] === 1);
    if (points.length === 0) break;
    position.play(generator.choice(points));
  }
}
