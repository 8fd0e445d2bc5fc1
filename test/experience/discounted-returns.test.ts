import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { discountedReturns, discountWeights } from "../../src/experience/index.ts";

/** Rewards of whole episodes, each of one step or more. */
const arbitraryEpisodes = fc.array(
  fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 1, maxLength: 6 }),
  {
    minLength: 1,
    maxLength: 5,
  },
);

const startsOf = (episodes: readonly (readonly number[])[]) => {
  let start = 0;
  return episodes.map((episode) => {
    start += episode.length;
    return start - episode.length;
  });
};

describe("discountedReturns", () => {
  test("of one episode, by hand", () => {
    expect(discountedReturns({ rewards: [1, 2, 4], discount: 0.5 })).toEqual(Float64Array.of(3, 4, 4));
    expect(discountedReturns({ rewards: [1, 2, 4], discount: 0.5, finalValues: [8] })).toEqual(
      Float64Array.of(4, 6, 8),
    );
    expect(discountedReturns({ rewards: [1, 2, 4], discount: 0 })).toEqual(Float64Array.of(1, 2, 4));
    expect(discountedReturns({ rewards: [], discount: 0.5 })).toEqual(new Float64Array(0));
  });

  test("a final value of a player whom there is not is refused", () => {
    const game = { rewards: [1, 2, 3, 4], players: 2, movers: [0, 1], discount: 1, finalValues: [10] };
    expect(discountedReturns({ ...game, finalMovers: [1] })).toEqual(Float64Array.of(4, 14));
    expect(() => discountedReturns({ ...game, finalMovers: [7] })).toThrow("finalMovers has 7");
  });

  test("a truncated step with reward 1, γ = 0.9 and final value 10 has target 10, a terminated one 1", () => {
    const targets = discountedReturns({
      rewards: [1, 1],
      discount: 0.9,
      episodeStarts: [0, 1],
      finalValues: [10, 0],
    });
    expect(targets).toEqual(Float64Array.of(10, 1));
  });

  test("is Σ γ^k r_{t+k} within each episode, and γ^{T−t} times the final value", () => {
    fc.assert(
      fc.property(arbitraryEpisodes, fc.double({ min: 0, max: 1, noNaN: true }), (episodes, discount) => {
        const finalValues = episodes.map((_, i) => i - 2);
        const returns = discountedReturns({
          rewards: Float64Array.from(episodes.flat()),
          episodeStarts: startsOf(episodes),
          finalValues,
          discount,
        });
        const expected = episodes.flatMap((rewards, episode) =>
          rewards.map((_, t) =>
            [...rewards.slice(t), finalValues[episode]].reduce(
              (sum, reward, k) => sum + discount ** k * reward,
              0,
            ),
          ),
        );
        for (const [at, value] of expected.entries()) expect(returns[at]).toBeCloseTo(value, 9);
      }),
    );
  });

  test("writes where it is told to", () => {
    const returns = new Float32Array(2);
    expect(discountedReturns({ rewards: [1, 2], discount: 0.5, returns })).toBe(returns);
    expect(Array.from(returns)).toEqual([2, 2]);
  });

  test.each([
    [{ episodeStarts: [1] }, "episodeStarts: the first episode must start at 0, found 1."],
    [
      { episodeStarts: [0, 2, 2] },
      "episodeStarts: episode 1 starts at 2, which must be below 2, where it ends.",
    ],
    [
      { episodeStarts: [0, 3] },
      "episodeStarts: episode 1 starts at 3, which must be below 3, where it ends.",
    ],
    [{ discount: -0.1 }, "discount is -0.1; it must be from 0 to 1"],
    [{ finalValues: [] }, "finalValues has 0 elements; it must have 1 or more"],
    [{ returns: new Float64Array(2) }, "returns has 2 elements; it must have 3 or more"],
  ])("refuses %j", (change, message) => {
    expect(() => discountedReturns({ rewards: [1, 2, 3], discount: 0.9, ...change })).toThrow(message);
  });
});

describe("discountWeights", () => {
  test("are γ^t, from 1 on in every episode", () => {
    const weights = discountWeights({ discount: 0.5, episodeStarts: [0, 3], weights: new Float64Array(5) });
    expect(weights).toEqual(Float64Array.of(1, 0.5, 0.25, 1, 0.5));
    expect(discountWeights({ discount: 0, weights: new Float64Array(3) })).toEqual(Float64Array.of(1, 0, 0));
  });

  test("with the rewards they sum to the first return", () => {
    fc.assert(
      fc.property(arbitraryEpisodes, fc.double({ min: 0, max: 1, noNaN: true }), ([rewards], discount) => {
        const weights = discountWeights({ discount, weights: new Float64Array(rewards.length) });
        const sum = rewards.reduce((total, reward, t) => total + weights[t] * reward, 0);
        expect(discountedReturns({ rewards, discount })[0]).toBeCloseTo(sum, 9);
      }),
    );
  });
});
