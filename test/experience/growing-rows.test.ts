import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createGrowingRows } from "../../src/experience/growing-rows.ts";

describe("growing rows", () => {
  it("keep every row that was written, one after another, whatever their width and number", () => {
    fc.assert(
      fc.property(fc.constantFrom(1, 3, 28_224), fc.integer({ min: 1, max: 70 }), (width, count) => {
        const rows = createGrowingRows(Float32Array, width);
        for (let row = 0; row < count; row++) {
          if (row % 2 === 0) rows.set(row, new Float32Array(width + 2).fill(row), 2);
          else rows.row(row).fill(row);
        }
        expect(rows.array).toBeInstanceOf(Float32Array);
        expect(rows.array.length).toBeGreaterThanOrEqual(count * width);
        for (const at of [0, width - 1]) {
          const found = Array.from({ length: count }, (_, row) => rows.array[row * width + at]);
          expect(found).toEqual([...found.keys()]);
        }
      }),
      { seed: 25, numRuns: 20 },
    );
  });

  it("keep their array when rows are written again", () => {
    const rows = createGrowingRows(Int32Array, 2);
    for (let row = 0; row < 300; row++) rows.set(row, [row, row]);
    const { array } = rows;
    for (let row = 0; row < 300; row++) rows.set(row, [7, row]);
    expect(rows.array).toBe(array);
    expect(Array.from(rows.row(299))).toEqual([7, 299]);
  });
});
