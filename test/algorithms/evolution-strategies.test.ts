import { describe, expect, it } from "vitest";
import { evolutionStrategies, shapedReturns } from "../../src/algorithms/index.ts";
import { box, defineEnvironment, discrete, timeLimit } from "../../src/environments/index.ts";
import type { EvolutionStrategiesOptions, Report } from "../../src/index.ts";
import type { Learner } from "../../src/learning/index.ts";
import { parametersHash } from "../../src/runs/parameters-hash.ts";
import { corridor } from "./corridor.ts";
import { lastOf } from "./last-of.ts";
import { firstMoves, largestT, runs, tBound } from "./moves.ts";

/** The step is the gradient itself, of returns as they are. */
const plain: EvolutionStrategiesOptions = {
  ...{ architecture: { kind: "linear" }, head: "diagonal-normal", optimizer: "sgd", learningRate: 0.5 },
  ...{ shaping: "none", population: 64, deviation: 0.3, steps: 1, seed: 3 },
};

/** One step, whose reward is a number of the action at the observation (1, −0.5). */
function oneStep(reward: (action: number) => number) {
  return defineEnvironment({
    observationSpace: box({ low: -1, high: 1, shape: [2] }),
    actionSpace: box({ low: [-1e6], high: [1e6] }),
    reset: () => ({ observation: [1, -0.5] }),
    step: (action: ArrayLike<number>) => ({
      ...{ observation: [0, 0], reward: reward(action[0]), terminated: true, truncated: false },
    }),
  });
}

/** Two actions that are always the same: the first pays nothing, the second 1. */
function bandit() {
  return defineEnvironment({
    observationSpace: box({ low: -1, high: 1, shape: [1] }),
    actionSpace: discrete(2),
    reset: () => ({ observation: [1] }),
    step: (action: number) => ({ observation: [1], reward: action, terminated: true, truncated: false }),
  });
}

const placed = (learner: Learner, weights: Readonly<Record<string, readonly number[]>>) => () => {
  for (const { attributes } of learner.policy.parameters)
    expect(Object.keys(weights)).toContain(attributes.name);
  for (const each of learner.policy.parameters) {
    learner.policy.backend.values(each).set(weights[each.attributes.name]);
  }
};

/** A policy a = 0.4 x₁ + 0.2 x₂ + 0.1, which takes 0.4, and the gradient of −(a − 2)² times the learning rate. */
const ofQuadratic = {
  "policy.linear.weight": [0.4, 0.2],
  "policy.linear.bias": [0.1],
  "policy.logStandardDeviation": [0],
};
const slope = -2 * (0.4 - 2) * 0.5;
const quadratic = () => oneStep((action) => -((action - 2) ** 2));

describe("the expected step is the gradient of the smoothed objective", () => {
  it.each([true, false])(
    "of a quadratic, whose smoothing takes nothing from its slope; antithetic: %s",
    (antithetic) => {
      const learner = evolutionStrategies.learner(quadratic, { ...plain, antithetic });
      const moves = firstMoves(learner, { place: placed(learner, ofQuadratic) });
      expect(learner.policy.parameters.map(({ shape }) => shape.join())).toEqual(["2,1", "1", "1"]);
      expect(largestT(moves, [slope, -0.5 * slope, slope, 0])).toBeLessThan(tBound);
      // The bound would tell a step that is a tenth off.
      if (antithetic)
        expect(largestT(moves, [1.1 * slope, -0.55 * slope, 1.1 * slope, 0])).toBeGreaterThan(tBound / 2);
    },
  );

  it("of a choice of the better of two actions, which has no slope itself: Φ((z₂ − z₁) / 2σ)", () => {
    const learner = evolutionStrategies.learner(bandit, { ...plain, head: "auto", population: 128 });
    const weights = { "policy.linear.weight": [0.2, 0.05], "policy.linear.bias": [0, -0.1] };
    const moves = firstMoves(learner, { place: placed(learner, weights) });
    // Each of four weights has σ: z₂ − z₁ is normal with deviation 2σ.
    const apart = (0.05 - 0.1 - 0.2) / 0.6;
    const density = Math.exp((-apart * apart) / 2) / Math.sqrt(2 * Math.PI) / 0.6;
    const expected = [-density, density, -density, density].map((each) => 0.5 * each);
    expect(largestT(moves, expected)).toBeLessThan(tBound);
    expect(
      largestT(
        moves,
        expected.map((each) => 1.5 * each),
      ),
    ).toBeGreaterThan(tBound);
  });

  it("less λ μ with weight decay", () => {
    const learner = evolutionStrategies.learner(quadratic, { ...plain, weightDecay: 0.3 });
    const moves = firstMoves(learner, { place: placed(learner, ofQuadratic) });
    const expected = [slope - 0.15 * 0.4, -0.5 * slope - 0.15 * 0.2, slope - 0.15 * 0.1, 0];
    expect(largestT(moves, expected)).toBeLessThan(tBound);
  });
});

describe("antithetic pairs", () => {
  const varianceOf = (antithetic: boolean, reward: (action: number) => number): number => {
    const learner = evolutionStrategies.learner(() => oneStep(reward), {
      ...plain,
      antithetic,
      learningRate: 1,
    });
    const moves = firstMoves(learner, { place: placed(learner, ofQuadratic) });
    const mean = moves.reduce((sum, [first]) => sum + first, 0) / runs;
    return moves.reduce((sum, [first]) => sum + (first - mean) ** 2, 0) / (runs - 1);
  };

  it("have the variance that theory gives for a linear return, and independent candidates that of its mean too", () => {
    // f = a: the estimate is Σ (g·ε) ε₁ / pairs, with variance (|g|² + g₁²) / pairs; without pairs f(μ)²/σ² joins |g|² + g₁².
    const size = 1 + 0.25 + 1;
    const paired = (size + 1) / 32;
    const independent = (size + 1 + (0.4 / 0.3) ** 2) / 64;
    // χ² with 39 degrees of freedom, over 39, lies between these bounds but for a share of 1e-6.
    const [low, high] = [0.18, 2.6];
    for (const [antithetic, expected] of [
      [true, paired],
      [false, independent],
    ] as const) {
      const ratio = varianceOf(antithetic, (action) => action) / expected;
      expect(ratio).toBeGreaterThan(low);
      expect(ratio).toBeLessThan(high);
    }
  });

  it("take a constant from returns, which otherwise would be most of the variance", () => {
    const far = (action: number) => 100 + action;
    expect(varianceOf(false, far) / varianceOf(true, far)).toBeGreaterThan(100);
  });
});

describe("shaped returns", () => {
  it("are places from −½ to ½, which equal returns share, or returns less their mean over their deviation", () => {
    const returns = Float64Array.of(3, -1e9, 7, 3, 8);
    expect(Array.from(shapedReturns(returns, { shaping: "ranks" }))).toEqual([
      -0.125, -0.5, 0.25, -0.125, 0.5,
    ]);
    expect(Array.from(shapedReturns(Float64Array.of(1, 3), { shaping: "standardized" }))).toEqual([
      ...[-1 / (Math.SQRT2 + 1e-8), 1 / (Math.SQRT2 + 1e-8)],
    ]);
    expect(shapedReturns(returns, { shaping: "none" })).toEqual(returns);
  });

  it("of ranks lead to the same weights, whatever monotonic function of returns is maximized", () => {
    const end = (reward: (action: number) => number, shaping: "ranks" | "standardized") => {
      const steps: EvolutionStrategiesOptions = { steps: 640, optimizer: "adam", learningRate: 0.05 };
      const training = evolutionStrategies(() => oneStep(reward), { ...plain, shaping, ...steps });
      return parametersHash(lastOf(training).policy);
    };
    const distance = (action: number) => Math.abs(action - 2);
    const first = end((action) => -(distance(action) ** 2), "ranks");
    expect(end((action) => 1000 / (1 + distance(action)), "ranks")).toBe(first);
    expect(end((action) => -(distance(action) ** 2), "standardized")).not.toBe(first);
  });

  it("leave the weights where they are if all returns are alike", () => {
    const learner = evolutionStrategies.learner(() => oneStep(() => 5), { ...plain, shaping: "ranks" });
    const before = parametersHash(learner.policy);
    const { gradientNorm, bestReturn } = learner.learn(learner.collector.collect(), 0);
    expect([gradientNorm, bestReturn, parametersHash(learner.policy)]).toEqual([0, 5, before]);
    learner.collector.close();
  });
});

describe("evolution strategies", () => {
  it("learn the corridor", () => {
    let last: Report | undefined;
    for (const report of evolutionStrategies(timeLimit(corridor, 60), {
      ...{ steps: 60_000, population: 16, deviation: 0.1, learningRate: 0.05, seed: 2 },
    })) {
      last = report as Report;
      if (report.episodes.meanReturn > -5.5) break;
    }
    expect(last!.episodes.meanReturn).toBeGreaterThan(-5.5);
  });

  it("play with other weights than the policy's, which stays as it is, and take the most probable actions", () => {
    const learner = evolutionStrategies.learner("Pendulum-v1", {
      population: 4,
      head: "squashed-normal",
      seed: 1,
    });
    const before = parametersHash(learner.policy);
    const { observations, actions, logProbs, steps } = learner.collector.collect();
    expect(parametersHash(learner.policy)).toBe(before);
    expect(steps).toBe(800);
    expect(logProbs.every((each) => each === 0)).toBe(true);
    // They all begin alike: only their weights differ, in the first action already.
    const beginnings = [0, 1, 2, 3].map((i) => Array.from(observations.slice(600 * i, 600 * i + 3)).join());
    expect(new Set(beginnings).size).toBe(1);
    expect(new Set([0, 1, 2, 3].map((i) => actions[200 * i])).size).toBe(4);
    learner.collector.close();
  });

  it("begin each episode of its own where sameBeginnings is false", () => {
    const learner = evolutionStrategies.learner("CartPole-v1", {
      population: 4,
      sameBeginnings: false,
      seed: 1,
    });
    const { observations, episodeLengths } = learner.collector.collect();
    const starts = [0, ...Array.from(episodeLengths.keys()).filter((at) => episodeLengths[at] > 0)].slice(
      0,
      4,
    );
    const beginnings = starts.map((at, i) => observations[4 * (i === 0 ? 0 : at + 1)]);
    expect(new Set(beginnings).size).toBe(4);
    learner.collector.close();
  });

  it("train recurrent policies, with episodes of any length", () => {
    const options = { population: 4, architecture: { kind: "gru", units: 4 } as const, steps: 1, seed: 1 };
    const [{ metrics }] = evolutionStrategies("CartPole-v1", options);
    expect(metrics.gradientNorm).toBeGreaterThan(0);
  });

  it("give an environment that answers later the same reports", async () => {
    const options = { population: 6, steps: 100, hidden: [4], normalizeObservations: true, seed: 1 };
    const hashes = Array.from(evolutionStrategies("CartPole-v1", options), ({ policy }) =>
      parametersHash(policy),
    );
    const later: string[] = [];
    for await (const { policy } of evolutionStrategies("CartPole-v1", options))
      later.push(parametersHash(policy));
    expect(hashes.length).toBeGreaterThan(0);
    expect(later).toEqual(hashes);
  });

  it("say what they cannot train", () => {
    expect(() => evolutionStrategies("CartPole-v1", { population: 5 })).toThrow(
      "evolution-strategies: option population is 5; it must be even, for pairs.",
    );
    expect(() => evolutionStrategies("CartPole-v1", { population: 1, antithetic: false })).toThrow(
      "evolution-strategies: option population is 1; it must be 2 or more.",
    );
    expect(() => [...evolutionStrategies("TicTacToe-v0", { steps: 1 })]).toThrow(
      "evolution-strategies: TicTacToe-v0 is a game of 2 players, which a candidate would play against itself. Take " +
        "self-play, or ppo, a2c or reinforce",
    );
  });
});
