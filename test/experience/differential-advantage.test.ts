import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { differentialAdvantage, generalizedAdvantage } from "../../src/experience/index.ts";
import { type ArbitraryTransitions, arbitraryTransitions } from "./arbitrary-transitions.ts";

const estimate = (transitions: ArbitraryTransitions, averageReward: number, lambda: number) => {
  const advantages = new Float64Array(transitions.rewards.length);
  const returns = new Float64Array(advantages.length);
  const error = differentialAdvantage({ ...transitions, averageReward, lambda, advantages, returns });
  return { advantages, returns, error };
};
const averageOrShare = fc.tuple(
  fc.double({ min: -5, max: 5, noNaN: true }),
  fc.double({ min: 0, max: 1, noNaN: true }),
);

describe("differentialAdvantage", () => {
  test("is Σ λᵏ δ_{t+k} up to where steps were cut off, through the ends of tasks", () => {
    fc.assert(
      fc.property(arbitraryTransitions, averageOrShare, (transitions, [averageReward, lambda]) => {
        const { steps, count, rewards, values, lastValues, finalValues, terminated, truncated } = transitions;
        const { advantages, returns, error } = estimate(transitions, averageReward, lambda);
        const isCut = (at: number) => truncated[at] === 1 && terminated[at] === 0;
        const following = (at: number) =>
          isCut(at)
            ? finalValues[at]
            : at + count < steps * count
              ? values[at + count]
              : lastValues[at % count];
        const errors = Array.from(
          rewards,
          (reward, at) => reward - averageReward + following(at) - values[at],
        );
        errors.forEach((_, start) => {
          let [sum, weight] = [0, 1];
          for (let at = start; at < steps * count; at += count) {
            sum += weight * errors[at];
            weight *= lambda;
            if (isCut(at)) break;
          }
          expect(advantages[start]).toBeCloseTo(sum, 9);
          expect(returns[start]).toBeCloseTo(sum + values[start], 9);
        });
        expect(error).toBeCloseTo(errors.reduce((a, b) => a + b) / errors.length, 9);
      }),
    );
  });

  test("is the generalized advantage of rewards less their average with γ = 1, where no task ends", () => {
    fc.assert(
      fc.property(arbitraryTransitions, averageOrShare, (arbitrary, [averageReward, lambda]) => {
        const endless = { ...arbitrary, terminated: new Uint8Array(arbitrary.terminated.length) };
        endless.truncated = arbitrary.truncated.map((cut, at) => (arbitrary.terminated[at] ? 0 : cut));
        const advantages = new Float64Array(endless.rewards.length);
        const rewards = endless.rewards.map((reward) => reward - averageReward);
        generalizedAdvantage({ ...endless, rewards, discount: 1, lambda, advantages });
        expect(estimate(endless, averageReward, lambda).advantages).toEqual(advantages);
      }),
    );
  });

  test("refuses what has no meaning", () => {
    const one = { steps: 1, count: 1, terminated: Uint8Array.of(0), truncated: Uint8Array.of(0) };
    const numbers = { rewards: [1], values: [0], lastValues: [0], advantages: [0] };
    const all = { ...one, ...numbers, averageReward: 0, lambda: 0.5 } as never;
    expect(() => differentialAdvantage({ ...(all as object), lambda: 1.5 } as never)).toThrow(
      "lambda is 1.5",
    );
    expect(() => differentialAdvantage({ ...(all as object), averageReward: Number.NaN } as never)).toThrow(
      "averageReward is NaN",
    );
    const game = { ...(all as object), rewards: [1, -1], players: 2 } as never;
    expect(() => differentialAdvantage(game)).toThrow("differentialAdvantage: players is 2; it must be 1");
  });
});
