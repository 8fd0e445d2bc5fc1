import { describe, expect, it } from "vitest";
import { maximumOf, minimumOf } from "../../src/math/extremes.ts";

describe("the extremes of numbers", () => {
  it("are those of Math.max and Math.min", () => {
    for (const values of [[], [3], [-0, 0], [2, -5, 7, 7], [1, Number.NaN, 2], [-Infinity, 4]]) {
      expect(maximumOf(values)).toBe(Math.max(...values));
      expect(minimumOf(values)).toBe(Math.min(...values));
    }
  });

  it("are found of more numbers than fit into the arguments of a call", () => {
    const values = Float64Array.from({ length: 500_000 }, (_, i) => (i * 7919) % 500_009);
    expect(() => Math.max(...values)).toThrow(RangeError);
    expect([minimumOf(values), maximumOf(values)]).toEqual([0, 500_008]);
  });
});
