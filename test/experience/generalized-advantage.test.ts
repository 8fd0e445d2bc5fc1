import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generalizedAdvantage } from "../../src/experience/index.ts";
import {
  type ArbitraryTransitions,
  arbitraryTransitions,
  tail,
  tailReturn,
} from "./arbitrary-transitions.ts";

const advantagesOf = (transitions: ArbitraryTransitions, discount: number, lambda: number) => {
  const advantages = new Float64Array(transitions.steps * transitions.count);
  const returns = new Float64Array(advantages.length);
  generalizedAdvantage({ ...transitions, discount, lambda, advantages, returns });
  return { advantages, returns };
};

const single = (change: Partial<ArbitraryTransitions>): ArbitraryTransitions => ({
  steps: 1,
  count: 1,
  rewards: Float64Array.of(1),
  values: Float64Array.of(0),
  terminated: Uint8Array.of(0),
  truncated: Uint8Array.of(0),
  finalValues: Float64Array.of(Number.NaN),
  lastValues: Float64Array.of(Number.NaN),
  ...change,
});

describe("generalizedAdvantage", () => {
  test("reward 1, γ = 0.9, value of the final observation 10: target 10 if truncated, 1 if terminated", () => {
    const cut = single({ truncated: Uint8Array.of(1), finalValues: Float64Array.of(10) });
    expect(advantagesOf(cut, 0.9, 0.95).returns).toEqual(Float64Array.of(10));
    const ended = single({ terminated: Uint8Array.of(1), finalValues: Float64Array.of(10) });
    expect(advantagesOf(ended, 0.9, 0.95).returns).toEqual(Float64Array.of(1));
    const goesOn = single({ lastValues: Float64Array.of(10) });
    expect(advantagesOf(goesOn, 0.9, 0.95).returns).toEqual(Float64Array.of(10));
  });

  test("a step that is both terminated and truncated did terminate", () => {
    const both = single({
      terminated: Uint8Array.of(1),
      truncated: Uint8Array.of(1),
      finalValues: Float64Array.of(10),
    });
    expect(advantagesOf(both, 0.9, 0.95).returns).toEqual(Float64Array.of(1));
  });

  test("by hand: three steps, γ = λ = 1/2", () => {
    const three = single({
      steps: 3,
      rewards: Float64Array.of(1, 2, 3),
      values: Float64Array.of(4, 2, 8),
      terminated: new Uint8Array(3),
      truncated: new Uint8Array(3),
      finalValues: new Float64Array(3),
      lastValues: Float64Array.of(16),
    });
    // δ = (1 + 1 − 4, 2 + 4 − 2, 3 + 8 − 8) = (−2, 4, 3)
    expect(advantagesOf(three, 0.5, 0.5).advantages).toEqual(Float64Array.of(-2 + 4.75 / 4, 4 + 3 / 4, 3));
  });

  test("λ = 0 is the temporal-difference error, λ = 1 the return minus the value, else Σ (γλ)^k δ", () => {
    fc.assert(
      fc.property(arbitraryTransitions, fc.double({ min: 0, max: 1, noNaN: true }), (transitions, lambda) => {
        const { steps, count, values } = transitions;
        const discount = 0.9;
        const errors = advantagesOf(transitions, discount, 0).advantages;
        const full = advantagesOf(transitions, discount, 1).advantages;
        const { advantages, returns } = advantagesOf(transitions, discount, lambda);
        for (let step = 0; step < steps; step += 1) {
          for (let copy = 0; copy < count; copy += 1) {
            const at = step * count + copy;
            expect(errors[at]).toBeCloseTo(tailReturn(transitions, step, copy, discount, 1) - values[at], 9);
            expect(full[at]).toBeCloseTo(
              tailReturn(transitions, step, copy, discount, Infinity) - values[at],
              9,
            );
            const expected = tail(transitions, step, copy).reduce(
              (sum, entry, k) => sum + (discount * lambda) ** k * errors[entry],
              0,
            );
            expect(advantages[at]).toBeCloseTo(expected, 9);
            expect(returns[at]).toBeCloseTo(expected + values[at], 9);
          }
        }
      }),
    );
  });

  test("nothing passes from one episode, or from one copy, into another", () => {
    fc.assert(
      fc.property(arbitraryTransitions, fc.nat(), fc.nat(), (transitions, a, b) => {
        const { steps, count } = transitions;
        const [step, copy] = [a % steps, b % count];
        const own = new Set(tail(transitions, step, copy));
        const disturbed: ArbitraryTransitions = {
          ...transitions,
          rewards: transitions.rewards.map((reward, at) => (own.has(at) ? reward : 1e6 + at)),
          values: transitions.values.map((value, at) => (own.has(at) ? value : -1e6 - at)),
          finalValues: transitions.finalValues.map((value, at) => (own.has(at) ? value : 3e6)),
          lastValues: transitions.lastValues.map((value, i) => (i === copy ? value : 5e6)),
        };
        const at = step * count + copy;
        const [before, after] = [transitions, disturbed].map(
          (given) => advantagesOf(given, 0.99, 0.95).advantages[at],
        );
        expect(after).toBe(before);
      }),
    );
  });

  test("final values that are not needed are not read, and may be left out", () => {
    const { finalValues, ...rest } = single({ terminated: Uint8Array.of(1) });
    expect(finalValues[0]).toBeNaN();
    const advantages = new Float32Array(1);
    generalizedAdvantage({ ...rest, discount: 0.9, lambda: 0.9, advantages });
    expect(advantages[0]).toBe(1);
    expect(() =>
      generalizedAdvantage({
        ...rest,
        terminated: Uint8Array.of(0),
        truncated: Uint8Array.of(1),
        discount: 0.9,
        lambda: 0.9,
        advantages,
      }),
    ).toThrow("finalValues: step 0 of copy 0 is truncated, so the value of its final observation is needed");
  });

  test.each([
    [{ discount: 1.1 }, "discount is 1.1; it must be from 0 to 1"],
    [{ lambda: Number.NaN }, "lambda is NaN; it must be from 0 to 1"],
    [{ steps: 2 }, "rewards has 1 elements; it must have 2 or more"],
    [{ values: new Float64Array(0) }, "values has 0 elements; it must have 1 or more"],
    [{ lastValues: new Float64Array(0) }, "lastValues has 0 elements; it must have 1 or more"],
    [{ count: 0 }, "count is 0; it must be an integer from 1"],
  ])("refuses %j", (change, message) => {
    const input = { ...single({}), discount: 0.9, lambda: 0.9, advantages: new Float64Array(1), ...change };
    expect(() => generalizedAdvantage(input)).toThrow(message);
  });
});
