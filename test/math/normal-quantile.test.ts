import { describe, expect, it } from "vitest";
import { normalQuantile } from "../../src/math/index.ts";

describe("normalQuantile", () => {
  it("equals the values of Python's statistics.NormalDist().inv_cdf", () => {
    const values = [
      [0.5, 0],
      [0.07, -1.4757910281791702],
      [0.1, -1.2815515655446008],
      [0.9, 1.2815515655446008],
      [0.025, -1.9599639845400538],
      [0.999, 3.090232306167813],
      [1e-10, -6.361340902404056],
      [1e-50, -14.933337534788489],
      [1e-300, -37.0470962993612],
    ] as const;
    for (const [p, x] of values)
      expect(Math.abs(normalQuantile(p) - x)).toBeLessThanOrEqual(4e-16 * Math.abs(x));
  });

  it("is infinite at the ends and NaN outside", () => {
    expect([0, 1, -0.1, 1.1, Number.NaN].map(normalQuantile)).toEqual([-Infinity, Infinity, NaN, NaN, NaN]);
  });
});
