import { describe, expect, it } from "vitest";
import { black, GoPosition, white } from "../../../src/games/go/index.ts";
import { type GamesTowardsTheEnd, gamesTowardsTheEnd, randomGame } from "../../../src/go/index.ts";
import { createGenerator } from "../../../src/random/index.ts";

/** Black has the upper lines of a 9×9 board, which are alive by their eyes, and White as many of the lower ones. */
function divided(blackLines: number, whiteLines: number): GoPosition {
  const position = new GoPosition({ size: 9, komi: 0.5 });
  const eyes = [0, 2];
  const stones = Array.from({ length: 81 }, (_, point) => {
    const line = Math.floor(point / 9);
    if (line < blackLines) return line === 0 && eyes.includes(point % 9) ? 0 : black;
    const fromBelow = 8 - line;
    if (fromBelow < whiteLines) return fromBelow === 0 && eyes.includes(point % 9) ? 0 : white;
    return 0;
  });
  position.setUp(stones, black);
  return position;
}
const shareAt = (blackLines: number, whiteLines: number, counting: GamesTowardsTheEnd = {}) => {
  const { share } = gamesTowardsTheEnd(divided(blackLines, whiteLines), createGenerator(1), counting);
  return typeof share === "number" ? share : share();
};

describe("the games that a search plays on beside a value network", () => {
  it("count the more the more stones are on the board, from nothing to alone", () => {
    const boards = [
      [1, 1],
      [2, 1],
      [2, 2],
      [3, 2],
      [3, 3],
    ] as const;
    const stones = [14, 23, 32, 41, 50]; // of 81
    const late = boards.map(([above, below]) => shareAt(above, below, { from: 0.25, alone: 0.5 }));
    expect(late[0]).toBe(0);
    expect(late[1]).toBeCloseTo((23 / 81 - 0.25) / 0.25, 10);
    expect(late[2]).toBeCloseTo((32 / 81 - 0.25) / 0.25, 10);
    expect(late.slice(3)).toEqual([1, 1]);
    boards.forEach(([above, below], i) => {
      expect(shareAt(above, below)).toBeCloseTo((stones[i]! / 81 - 0.15) / 0.85, 10);
    });
  });

  it("are refused with numbers that are not allowed", () => {
    for (const [counting, message] of [
      [{ games: 0 }, "gamesTowardsTheEnd: games is 0; it must be an integer from 1"],
      [{ from: -1 }, "gamesTowardsTheEnd: from is -1; it must be from 0 to 1"],
      [{ from: 0.5, alone: 0.5 }, "gamesTowardsTheEnd: alone is 0.5; it must be above from, which is 0.5"],
      [{ game: 3 }, "gamesTowardsTheEnd: there is no option game"],
    ] as const) {
      expect(() => shareAt(1, 1, counting as GamesTowardsTheEnd)).toThrow(message);
    }
  });

  it("tell who wins where nothing can change it, leave the position as it was, and are the same for the same seed", () => {
    for (const [position, winner] of [
      [divided(6, 2), 1],
      [divided(2, 6), -1],
    ] as const) {
      const before = position.hash.slice();
      expect(gamesTowardsTheEnd(position, createGenerator(1)).play()).toBe(winner);
      expect(randomGame(position, createGenerator(1)).play()).toBe(winner);
      expect([position.hash, position.moveCount]).toEqual([before, 0]);
    }
    const open = divided(2, 2);
    const results = (seed: number) => {
      const { play } = gamesTowardsTheEnd(open, createGenerator(seed));
      return Array.from({ length: 8 }, play);
    };
    expect(results(3)).toEqual(results(3));
    expect(results(3)).not.toEqual(results(4));
  });
});
