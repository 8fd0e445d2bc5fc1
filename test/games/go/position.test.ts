import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { GoPosition, type GoRulesOptions, scoreOf } from "../../../src/games/index.ts";
import { createGenerator } from "../../../src/random/index.ts";
import { flood, playReference, type ReferenceRules, referenceArea, startOf } from "./reference.ts";

const anyRules = fc.record({
  columns: fc.integer({ min: 1, max: 6 }),
  rows: fc.integer({ min: 1, max: 6 }),
  ko: fc.constantFrom("simple", "positional-superko", "situational-superko"),
  suicide: fc.constantFrom("forbidden", "allowed"),
}) satisfies fc.Arbitrary<GoRulesOptions>;

const boardOf = ({ stones }: GoPosition) => Array.from(stones, (stone) => ".XO"[stone]).join("");

/** Plays random legal moves, passes seldom. */
function playAtRandom(position: GoPosition, moves: number, seed: number, each: (move: number) => void): void {
  const generator = createGenerator(seed);
  const mask = new Uint8Array(position.points + 1);
  for (let i = 0; i < moves; i++) {
    position.legalMoves(mask);
    const legal = Array.from(mask.keys()).filter((move) => mask[move] === 1 && move < position.points);
    const move =
      legal.length === 0 || generator.random() < 0.05
        ? position.pass
        : legal[generator.integers(0, legal.length)]!;
    each(move);
  }
}

describe("GoPosition", () => {
  test("has the legal moves, captures, liberties and area of a slow reference in random games by all rules", () => {
    fc.assert(
      fc.property(anyRules, fc.nat(), (rules, seed) => {
        const position = new GoPosition(rules);
        let game = startOf(rules as ReferenceRules);
        playAtRandom(position, 4 * position.points, seed, (move) => {
          const board = game.boards.at(-1)!;
          expect(boardOf(position)).toBe(board);
          for (let point = 0; point <= position.points; point++) {
            const result = playReference(game, point, rules);
            expect(position.isLegal(point)).toBe(typeof result !== "string");
            if (typeof result !== "string" && point < position.points) {
              expect(position.captures(point)).toBe(Math.max(0, result.captured));
            }
            if (point < position.points && board[point] !== ".") {
              expect(position.liberties(point)).toBe(flood(board, point, rules).liberties.length);
            }
          }
          const area = referenceArea(board, rules);
          expect(scoreOf(position)).toEqual({ black: area.X, white: area.O, lead: area.X - area.O - 7.5 });
          const result = playReference(game, move, rules);
          if (typeof result === "string") throw new Error(result);
          position.play(move);
          expect(position.capturedAt(position.moveCount - 1)).toBe(result.captured);
          game = result.game;
        });
      }),
      { numRuns: 25, seed: 1 },
    );
  });
});
