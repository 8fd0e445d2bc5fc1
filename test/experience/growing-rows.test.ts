import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createGrowingRows, joinRows } from "../../src/experience/growing-rows.ts";

describe("growing rows", () => {
  it("give back every row that was added, one after another, whatever the widths and numbers of rows", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1, 3, 28_224, 70_000),
        fc.array(fc.nat(40), { minLength: 1, maxLength: 4 }),
        (width, counts) => {
          const lists = counts.map((count, list) => {
            const rows = createGrowingRows(Float32Array, width);
            for (let i = 0; i < count; i++) rows.add(new Float32Array(width).fill(100 * list + i));
            expect(rows.count).toBe(count);
            return rows;
          });
          const expected = counts.flatMap((count, list) =>
            Array.from({ length: count }, (_, i) => 100 * list + i),
          );
          const joined = joinRows(lists);
          expect(joined).toBeInstanceOf(Float32Array);
          expect(joined.length).toBe(expected.length * width);
          for (const at of [0, width - 1]) {
            expect(expected.map((_, row) => joined[row * width + at])).toEqual(expected);
          }
        },
      ),
      { seed: 25, numRuns: 20 },
    );
  });

  it("hold more rows than fit into the arguments of a call", () => {
    const rows = createGrowingRows(Float64Array, 1);
    for (let i = 0; i < 300_000; i++) rows.add([i]);
    const joined = joinRows([rows]);
    expect([joined.length, joined[0], joined[131_072], joined[299_999]]).toEqual([
      300_000, 0, 131_072, 299_999,
    ]);
  });

  it("begin anew after clear", () => {
    const rows = createGrowingRows(Int32Array, 2);
    for (let i = 0; i < 100; i++) rows.add([i, i]);
    rows.clear();
    rows.add([7, 8]);
    expect(rows.count).toBe(1);
    expect(joinRows([rows])).toEqual(Int32Array.of(7, 8));
  });
});
