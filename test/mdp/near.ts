import { expect } from "vitest";

/** Expects every number to be within a relative (below 1 absolute) tolerance of the other. */
export function expectNear(found: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-9): void {
  expect(found.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const off = Math.abs(found[i] - expected[i]) / Math.max(1, Math.abs(expected[i]));
    if (!(off <= tolerance))
      expect.fail(`element ${i}: ${found[i]} is not within ${tolerance} of ${expected[i]}`);
  }
}

/** Central differences of a scalar function: its gradient to about 1e-9. */
export function differences(f: (x: Float64Array) => number, at: Float64Array, step = 1e-5): Float64Array {
  return at.map((_, i) => {
    const moved = (by: number) => f(at.map((value, j) => (j === i ? value + by : value)));
    return (moved(step) - moved(-step)) / (2 * step);
  });
}
