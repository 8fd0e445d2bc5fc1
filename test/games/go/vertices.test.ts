import { describe, expect, test } from "vitest";
import { parseVertex, vertexOf } from "../../../src/games/index.ts";

describe("vertices", () => {
  test("count columns from the left without I, and rows from below", () => {
    const size = { columns: 19, rows: 19 };
    expect(vertexOf(0, size)).toBe("A19");
    expect(vertexOf(18, size)).toBe("T19");
    expect(vertexOf(18 * 19 + 8, size)).toBe("J1");
    expect(parseVertex("d4", size)).toBe(15 * 19 + 3);
    expect(parseVertex("Pass", size)).toBe(361);
    expect(vertexOf(361, size)).toBe("pass");
  });

  test("name each move of every board, and are read as that move", () => {
    for (const columns of [1, 2, 8, 9, 19]) {
      for (const rows of [1, 9, 10, 19]) {
        const size = { columns, rows };
        const names = Array.from({ length: columns * rows + 1 }, (_, move) => vertexOf(move, size));
        expect(new Set(names).size).toBe(names.length);
        expect(names.map((name) => parseVertex(name.toLowerCase(), size))).toEqual([...names.keys()]);
      }
    }
  });

  test.each([77, -1, 0.5, Number.NaN])("have no name for %d, which is no move on 5×5", (move) => {
    expect(() => vertexOf(move, { columns: 5, rows: 5 })).toThrow(
      `vertexOf: the move is ${move}; on a board of 5×5 it must be a point from 0 to 24, or 25 for a pass`,
    );
  });

  test.each([
    ["I5", 'vertex "I5": there is no column I; the columns go from H to J'],
    ["K5", 'vertex "K5" is not on a board of 9×9, which ends at J9'],
    ["A10", 'vertex "A10" is not on a board of 9×9, which ends at J9'],
    ["A0", 'vertex "A0": expected one such as J9, or pass'],
    ["A01", 'vertex "A01": expected one such as J9, or pass'],
    ["", 'vertex "": expected one such as J9, or pass'],
    [" A1", 'vertex " A1": expected one such as J9, or pass'],
    ["ſ1", 'vertex "ſ1": expected one such as J9, or pass'],
    ["A1\u001b", 'vertex "A1\\u{1b}": expected one such as J9, or pass'],
    ["resign", 'vertex "resign": expected one such as J9, or pass'],
  ])("%j is refused on 9×9, and why is said", (text, message) => {
    expect(() => parseVertex(text, { columns: 9, rows: 9 })).toThrow(message);
  });
});
