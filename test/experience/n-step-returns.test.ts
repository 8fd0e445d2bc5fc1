import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nStepReturns } from "../../src/experience/index.ts";
import { arbitraryTransitions, tailReturn } from "./arbitrary-transitions.ts";

describe("nStepReturns", () => {
  test("is what its definition says, for every horizon", () => {
    const horizons = fc.constantFrom(1, 2, 3, 5, 100, Infinity);
    fc.assert(
      fc.property(arbitraryTransitions, horizons, (transitions, horizon) => {
        const { steps, count } = transitions;
        const returns = new Float64Array(steps * count);
        nStepReturns({ ...transitions, horizon, discount: 0.9, returns });
        for (let step = 0; step < steps; step += 1) {
          for (let copy = 0; copy < count; copy += 1) {
            const expected = tailReturn(transitions, step, copy, 0.9, horizon);
            expect(returns[step * count + copy]).toBeCloseTo(expected, 9);
          }
        }
      }),
    );
  });

  test("writes into float32 arrays as well", () => {
    const returns = new Float32Array(2);
    nStepReturns({
      steps: 2,
      count: 1,
      horizon: 2,
      rewards: Float32Array.of(1, 2),
      values: Float32Array.of(0, 0),
      terminated: Uint8Array.of(0, 0),
      truncated: Uint8Array.of(0, 1),
      finalValues: Float32Array.of(0, 8),
      lastValues: Float32Array.of(Number.NaN),
      discount: 0.5,
      returns,
    });
    expect(Array.from(returns)).toEqual([4, 6]);
  });

  test.each([0, 1.5, Number.NaN])("refuses a horizon of %s", (horizon) => {
    const one = Float64Array.of(1);
    const flags = new Uint8Array(1);
    const input = { steps: 1, count: 1, rewards: one, values: one, terminated: flags, truncated: flags };
    expect(() => nStepReturns({ ...input, lastValues: one, horizon, discount: 0.9, returns: one })).toThrow(
      `horizon is ${horizon}; it must be an integer from 1`,
    );
  });
});
