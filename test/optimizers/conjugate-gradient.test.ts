import { describe, expect, it } from "vitest";
import { conjugateGradient } from "../../src/optimizers/index.ts";

const diagonal =
  (...entries: readonly number[]) =>
  (v: Float64Array, product: Float64Array) => {
    for (let i = 0; i < v.length; i++) product[i] = entries[i]! * v[i]!;
  };

describe("conjugateGradient", () => {
  it("solves a system in as many iterations as it has unknowns, and one of zeros at once", () => {
    const x = conjugateGradient(diagonal(2, 1), Float64Array.of(2, 3), { iterations: 2 });
    expect(x[0]).toBeCloseTo(1, 12);
    expect(x[1]).toBeCloseTo(3, 12);
    expect(conjugateGradient(diagonal(2, 1), new Float64Array(2), { iterations: 2 })).toEqual(
      new Float64Array(2),
    );
  });

  it("keeps out of the null space, where rounding may make a little less than 0 of what is 0", () => {
    const x = conjugateGradient(diagonal(1, -1e-12), Float64Array.of(1, 1e-3), {
      iterations: 5,
      accuracy: 1e-5,
    });
    expect(x[0]).toBeCloseTo(1, 5);
  });

  const b = Float64Array.of(2, 1);
  it.each<[string, () => unknown, string]>([
    [
      "no iterations",
      () => conjugateGradient(diagonal(2, 1), b, {} as never),
      "conjugateGradient: iterations is undefined",
    ],
    [
      "an option that there is not",
      () => conjugateGradient(diagonal(2, 1), b, { iterations: 3, tolerance: 1 } as never),
      "conjugateGradient: there is no option tolerance",
    ],
    [
      "an accuracy of 1",
      () => conjugateGradient(diagonal(2, 1), b, { iterations: 3, accuracy: 1 }),
      "conjugateGradient: accuracy is 1; it must be from 0 to below 1",
    ],
    ...[
      [Number.NaN, "NaN"],
      [1e200, "Infinity"],
      [1e-170, "0"],
    ].map(([entry, found]): [string, () => unknown, string] => [
      `a right-hand side of ${entry}`,
      () => conjugateGradient(diagonal(2, 1), Float64Array.of(entry as number, 0), { iterations: 3 }),
      `conjugateGradient: the sum of the squares of b is ${found}; it must be finite, and from 1e-280 on`,
    ]),
    [
      "products that are not finite",
      () => conjugateGradient(diagonal(Number.NaN, 1), b, { iterations: 3 }),
      "conjugateGradient: in iteration 1, vᵀ A v / vᵀ v is NaN; it must be finite, and not below 0",
    ],
    [
      "a matrix that is negative in a direction",
      () => conjugateGradient(diagonal(1, -1), b, { iterations: 3 }),
      "conjugateGradient: in iteration 2, vᵀ A v / vᵀ v is -",
    ],
  ])("refuses %s", (_, solve, message) => expect(solve).toThrow(message));
});
