import { describe, expect, test } from "vitest";
import { neighborsOf } from "../../../src/games/go/neighbors.ts";
import {
  boardSymmetries,
  createRandomPlayout,
  GoPosition,
  inverseSymmetries,
  scoreOf,
} from "../../../src/games/index.ts";
import { createGenerator } from "../../../src/random/index.ts";

const sizes = [
  [1, 1, 1],
  [2, 1, 2],
  [1, 5, 2],
  [3, 2, 4],
  [4, 7, 4],
  [2, 2, 8],
  [9, 9, 8],
  [19, 19, 8],
] as const;

describe("the symmetries of a board", () => {
  test.each(sizes)("of %i columns and %i rows are %i", (columns, rows, count) => {
    const symmetries = boardSymmetries({ columns, rows });
    expect(symmetries.length).toBe(count);
    expect(new Set(symmetries.map(String)).size).toBe(count);
    expect(Array.from(symmetries[0]!)).toEqual(Array.from({ length: columns * rows + 1 }, (_, move) => move));
  });

  test.each(sizes)("on %i×%i keep points beside one another, and the pass where it is", (columns, rows) => {
    const points = columns * rows;
    const { neighbors } = neighborsOf(columns, rows);
    const beside = (point: number) =>
      [0, 1, 2, 3].map((i) => neighbors[4 * point + i]!).filter((neighbor) => neighbor < points);
    for (const symmetry of boardSymmetries({ columns, rows })) {
      expect(symmetry[points]).toBe(points);
      for (let point = 0; point < points; point++) {
        expect(beside(symmetry[point]!).sort()).toEqual(
          beside(point)
            .map((neighbor) => symmetry[neighbor])
            .sort(),
        );
      }
    }
  });

  test.each(sizes)(
    "on %i×%i are a group: one after another is one of them, and each is undone by one",
    (columns, rows) => {
      const symmetries = boardSymmetries({ columns, rows });
      const all = new Set(symmetries.map(String));
      const inverses = inverseSymmetries({ columns, rows });
      for (const [i, first] of symmetries.entries()) {
        for (const second of symmetries)
          expect(all.has(String(first.map((move) => second[move]!)))).toBe(true);
        expect(first.map((move) => symmetries[inverses[i]!]![move]!)).toEqual(symmetries[0]);
      }
    },
  );

  test("are refused of boards that there are not, whatever was asked before", () => {
    boardSymmetries({ columns: 5, rows: 2 });
    for (const columns of [25, 0, 1.5, Number.NaN])
      expect(() => boardSymmetries({ columns, rows: 1 })).toThrow(
        `boardSymmetries: columns is ${columns}; it must be an integer from 1 to 19`,
      );
    expect(() => neighborsOf(5, 20)).toThrow("neighborsOf: rows is 20; it must be an integer from 1 to 19");
    expect(boardSymmetries({ columns: 5, rows: 2 })[0].length).toBe(11);
  });

  test("of a game lead to the same score and legal moves, turned alike", () => {
    const position = new GoPosition({ size: 7 });
    createRandomPlayout(position, createGenerator(1))(position, 60);
    for (const symmetry of boardSymmetries(position)) {
      const turned = new GoPosition({ size: 7 });
      for (let i = 0; i < position.moveCount; i++) turned.play(symmetry[position.moveAt(i)]!);
      expect(scoreOf(turned)).toEqual(scoreOf(position));
      for (let move = 0; move <= 49; move++)
        expect(turned.isLegal(symmetry[move]!)).toBe(position.isLegal(move));
    }
  });
});
