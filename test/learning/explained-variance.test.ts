import { describe, expect, it } from "vitest";
import { explainedVariance } from "../../src/learning/index.ts";

describe("the explained variance", () => {
  it("is 1 where the values are the returns up to a constant, 0 where they are constant, and below 0 where they mislead", () => {
    const returns = [1, 2, 3, 6];
    expect(explainedVariance([2, 3, 4, 7], returns)).toBeCloseTo(1, 12);
    expect(explainedVariance([5, 5, 5, 5], returns)).toBeCloseTo(0, 12);
    expect(explainedVariance([-1, -2, -3, -6], returns)).toBeCloseTo(-3, 12);
  });

  it("is NaN where all returns are equal, also where their mean is rounded", () => {
    for (const size of [1, 3, 7, 10, 2048]) {
      for (const value of [0, 0.1, Math.fround(0.1), 1 / 3]) {
        const values = Float64Array.from({ length: size }, (_, i) => i);
        expect(
          explainedVariance(values, new Float64Array(size).fill(value)),
          `${size} of ${value}`,
        ).toBeNaN();
      }
    }
  });
});
