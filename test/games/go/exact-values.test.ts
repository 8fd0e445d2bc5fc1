import { describe, expect, test } from "vitest";
import { black, GoPosition, white } from "../../../src/games/index.ts";
import { countGames, countLegalPositions } from "./count-positions.ts";
import { flood } from "./reference.ts";
import { canForce } from "./solve-area.ts";

/** J. Tromp and G. Farnebäck, "Combinatorics of Go" (2006); T. Romstad's and J. Tromp's tables of small boards. */
describe("the number of legal positions", () => {
  test.each([
    [1, 1, 1],
    [2, 1, 5],
    [3, 1, 15],
    [4, 1, 41],
    [5, 1, 113],
    [2, 2, 57],
    [3, 2, 489],
    [2, 3, 489],
    [4, 2, 4125],
    [3, 3, 12_675],
    [4, 3, 321_689],
  ])("of %i×%i is %i", (columns, rows, count) => {
    expect(countLegalPositions(columns, rows)).toBe(count);
  });

  test("of 3×2 and 2×2 is that of the boards that setUp takes, and of those in which a flood finds liberties", () => {
    for (const [columns, rows, count] of [
      [2, 2, 57],
      [3, 2, 489],
    ] as const) {
      const position = new GoPosition({ columns, rows });
      const { points } = position;
      let taken = 0;
      for (let code = 0; code < 3 ** points; code++) {
        const stones = Array.from({ length: points }, (_, point) => Math.floor(code / 3 ** point) % 3);
        const board = stones.map((stone) => ".XO"[stone]).join("");
        const rules = { columns, rows, ko: "simple", suicide: "forbidden" } as const;
        const isLegal = stones.every(
          (stone, point) => stone === 0 || flood(board, point, rules).liberties.length > 0,
        );
        if (isLegal) position.setUp(stones, 1);
        else expect(() => position.setUp(stones, 1)).toThrow("no liberties");
        if (isLegal) taken++;
      }
      expect(taken).toBe(count);
    }
  });
});

describe("the number of games under positional superko", () => {
  test.each([
    [1, 1],
    [2, 9],
    [3, 907],
  ])("of %i×1 is %i, with suicide or without", (columns, count) => {
    expect(countGames(columns, 1, "forbidden")).toBe(count);
    expect(countGames(columns, 1, "allowed")).toBe(count);
  });
});

describe("the area that Black leads by with best play under positional superko", () => {
  test.each([
    [2, 1, 0],
    [3, 1, 3],
    [4, 1, 4],
    [5, 1, 0],
    [2, 2, 1],
    [3, 2, 0],
    [3, 3, 9],
  ])("on %i×%i is %i", (columns, rows, lead) => {
    expect(canForce(black, lead, { columns, rows })).toBe(true);
    if (lead < columns * rows) expect(canForce(white, lead + 1, { columns, rows })).toBe(true);
  });
});
