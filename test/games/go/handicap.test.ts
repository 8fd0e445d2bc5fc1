import { describe, expect, test } from "vitest";
import { fixedHandicap, freeHandicap, mostFixedHandicap, vertexOf } from "../../../src/games/index.ts";

const square = (size: number) => ({ columns: size, rows: size });
const names = (points: readonly number[], size: number) =>
  points.map((point) => vertexOf(point, square(size))).join(" ");

describe("a fixed handicap", () => {
  /** GTP 2, section 4.1.1. */
  test.each([
    [19, 2, "D4 Q16"],
    [19, 3, "D4 Q16 D16"],
    [19, 4, "D4 Q16 D16 Q4"],
    [19, 5, "D4 Q16 D16 Q4 K10"],
    [19, 6, "D4 Q16 D16 Q4 D10 Q10"],
    [19, 7, "D4 Q16 D16 Q4 D10 Q10 K10"],
    [19, 8, "D4 Q16 D16 Q4 D10 Q10 K4 K16"],
    [19, 9, "D4 Q16 D16 Q4 D10 Q10 K4 K16 K10"],
    [13, 9, "D4 K10 D10 K4 D7 K7 G4 G10 G7"],
    [12, 4, "C3 K10 C10 K3"],
    [9, 5, "C3 G7 C7 G3 E5"],
    [8, 4, "C3 F6 C6 F3"],
    [7, 4, "C3 E5 C5 E3"],
  ])("on %i×%i of %i stones is where GTP puts it: %s", (size, stones, points) => {
    expect(names(fixedHandicap(stones, square(size)), size)).toBe(points);
  });

  test("has at most nine stones, four on even sizes and on 7×7, and none below", () => {
    expect([6, 7, 8, 9, 12, 13, 19].map((size) => mostFixedHandicap(square(size)))).toEqual([
      0, 4, 4, 9, 4, 9, 9,
    ]);
    expect(() => fixedHandicap(10, square(19))).toThrow(
      "handicap: 10 on a board of 19×19; it must be an integer from 2 to 9",
    );
    expect(() => fixedHandicap(1, square(9))).toThrow("it must be an integer from 2 to 9");
    expect(() => fixedHandicap(5, square(8))).toThrow("it must be an integer from 2 to 4");
    expect(() => fixedHandicap(2, square(6))).toThrow("there is none below 7×7");
  });
});

describe("a free handicap", () => {
  test("has as many stones as are asked for, on points of their own, on boards of every size", () => {
    for (const [columns, rows] of [
      [3, 1],
      [2, 2],
      [4, 7],
      [9, 9],
      [13, 13],
      [19, 19],
    ] as const) {
      for (const stones of new Set([2, Math.min(12, columns * rows - 1)])) {
        const placed = freeHandicap(stones, { columns, rows });
        expect(placed.length).toBe(stones);
        expect(new Set(placed).size).toBe(stones);
        expect(placed.every((point) => point >= 0 && point < columns * rows)).toBe(true);
      }
    }
  });

  test("begins with the points of a fixed one, and is refused where no point would be left", () => {
    expect(freeHandicap(4, square(9))).toEqual(fixedHandicap(4, square(9)));
    expect(() => freeHandicap(4, square(2))).toThrow(
      "handicap: 4 on a board of 2×2; it must be an integer from 2 to 3",
    );
    expect(() => freeHandicap(2, { columns: 2, rows: 1 })).toThrow(
      "handicap: 2 on a board of 2×1; it has no room for one",
    );
  });
});
