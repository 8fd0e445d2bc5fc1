import { describe, expect, it } from "vitest";
import heater from "../../../examples/heater.ts";
import { box, defineEnvironment, type Environment } from "../../../src/environments/index.ts";
import { a2c, evaluate, ppo, sac } from "../../../src/index.ts";
import { lastOf } from "../../algorithms/last-of.ts";

/** The warnings of a first update. */
function warningsOf(training: Iterable<{ readonly warnings: readonly string[] }>): readonly string[] {
  for (const { warnings } of training) return warnings;
  return [];
}

/** Rewards of this size, observations of that one, and an action between bounds. */
const task =
  (reward: number, observed: number, low: number, high: number) =>
  (): Environment<Float32Array, Float32Array> => {
    let time = 0;
    return defineEnvironment({
      observationSpace: box({ low: -Infinity, high: Infinity, shape: [2] }),
      actionSpace: box({ low, high, shape: [1] }),
      reset() {
        time = 0;
        return { observation: [1, observed] };
      },
      step: () => ({ observation: [1, observed], reward, terminated: ++time === 10, truncated: false }),
    }) as Environment<Float32Array, Float32Array>;
  };

describe("the heater in natural units", () => {
  it("is learned by PPO's defaults: a tenth of a training is enough for −3500, which its own units do not give", () => {
    const { policy, warnings } = lastOf(ppo(heater, { steps: 20_480, seed: 1 }));
    expect(warnings).toEqual([]);
    expect(evaluate(policy, heater, { episodes: 20 }).mean).toBeGreaterThan(-3500);
  });
});

describe("a training that begins on scales or bounds that cannot go well", () => {
  it("says so, each once, and what to do", () => {
    const options = {
      head: "diagonal-normal",
      normalizeObservations: false,
      normalizeRewards: false,
    } as const;
    const { warnings } = lastOf(ppo(heater, { ...options, steps: 4096, epochs: 1, seed: 1 }));
    expect(warnings).toEqual([
      expect.stringMatching(
        /^observations: element 1 is 6\d\d in the first steps \(root of the mean square\), and networks learn from numbers around 1\. Set normalizeObservations to true, or scale it in the environment\.$/,
      ),
      expect.stringMatching(
        /^rewards: they are \d+ in the first steps \(mean size\), so that discounted returns may be about \d+, and networks learn numbers around 1\. Set normalizeRewards to true, or divide them in the environment\.$/,
      ),
      "actions: element 0 lies between 0 and 10, and the policy draws standard normal numbers at first, of which 50 % lie " +
        "there. Take another head, such as rescaled-normal.",
    ]);
  });

  const quiet = { steps: 40, seed: 1 };

  it.each<[string, readonly string[]]>([
    ["nothing in usual units", warningsOf(a2c(task(-10, 5, -1, 1), quiet))],
    ["nothing of CartPole", warningsOf(a2c("CartPole-v1", quiet))],
    ["nothing of Pendulum", warningsOf(a2c("Pendulum-v1", { ...quiet, head: "diagonal-normal" }))],
  ])("says %s", (_, warnings) => {
    expect(warnings).toEqual([]);
  });

  it("knows of bounds that stand for none, of bounds that are far apart, and of algorithms without the options", () => {
    expect(warningsOf(a2c(task(1, 1, -1e6, 1e6), quiet))).toEqual([
      "actions: element 0 lies between -1000000 and 1000000, and the policy draws actions of that size. Give the box the " +
        "bounds that actions should have.",
    ]);
    expect(warningsOf(a2c(task(1, 1, -50, 50), { ...quiet, head: "diagonal-normal" }))[0]).toMatch(
      /^actions: element 0 lies between -50 and 50, .* which hardly ever are far from 0\. Take another head/,
    );
    const options = { steps: 32, startSteps: 8, batchSize: 8, hidden: [4], seed: 1 };
    expect(warningsOf(sac(task(-400, 1, -1, 1), options))[0]).toMatch(
      /It would be best to divide them in the environment\.$/,
    );
  });
});
