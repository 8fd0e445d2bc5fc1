import { describe, expect, it } from "vitest";
import { auditGradient } from "../../src/algorithms/index.ts";
import { box, defineEnvironment, discrete } from "../../src/environments/index.ts";
import { defaultArchitecture } from "../../src/networks/index.ts";
import { createPolicy } from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";

const rewards = [1, 0, -0.5];
/** One choice among three, with the same observation every time. */
const bandit = () =>
  defineEnvironment({
    observationSpace: box({ low: 0, high: 1, shape: [1] }),
    actionSpace: discrete(3),
    reset: () => ({ observation: [1] }),
    step: (action) => ({ observation: [1], reward: rewards[action], terminated: true, truncated: false }),
  });

const spaces = bandit();
const policy = createPolicy(spaces, {
  architecture: { ...defaultArchitecture, hidden: [] },
  generator: createGenerator(3),
});

/** ∂E[r]/∂logit_k = p_k (r_k − E[r]), the same for the weight and the bias of each action. */
function exactGradient() {
  const [weight, bias] = Object.values(policy.weights()).map(({ data }) => Array.from(data));
  const odds = weight.map((each, i) => Math.exp(each + bias[i]));
  const p = odds.map((each) => each / odds.reduce((a, b) => a + b));
  const mean = p.reduce((sum, each, i) => sum + each * rewards[i], 0);
  const slopes = p.map((each, i) => each * (rewards[i] - mean));
  return [...slopes, ...slopes];
}

describe("auditGradient", () => {
  const exact = exactGradient();
  const norm = exact.reduce((sum, each) => sum + each * each, 0);
  const audit = auditGradient(() => bandit(), policy, { batches: 200, episodes: 8, seed: 1 });

  it("finds the gradient, its norm and its noise", () => {
    // The norm of the difference has a mean square of variance / batches: six roots of it are a false alarm below 1e-6.
    const apart = Math.hypot(...audit.gradient.map((each, i) => each - exact[i]));
    expect(apart).toBeLessThan(6 * Math.sqrt(audit.variance / 200));
    const half = (audit.squaredNorm.high - audit.squaredNorm.low) / 2;
    expect(Math.abs(audit.squaredNorm.value - norm)).toBeLessThan(2.5 * half);
    expect(audit.signalToNoise).toBeCloseTo(Math.sqrt(audit.squaredNorm.value / audit.variance), 12);
  });

  it("has a cosine that grows with the episodes, and says how many reach the one wanted", () => {
    const cosineOf = (episodes: number) =>
      auditGradient(() => bandit(), policy, { batches: 100, episodes, seed: 2 }).cosine;
    expect(cosineOf(64).low).toBeGreaterThan(audit.cosine.value);
    const needed = audit.episodesNeeded;
    expect(needed.low).toBeLessThan(needed.value);
    expect(needed.high).toBeGreaterThan(needed.value);
    const there = auditGradient(() => bandit(), policy, {
      batches: 200,
      episodes: Math.round(needed.value),
      seed: 3,
    });
    const { value: squared } = there.squaredNorm;
    expect(Math.abs(squared / (squared + there.variance) - 0.9 ** 2)).toBeLessThan(0.08);
  });

  it("leaves the policy as it is, and is the same for the same seed", () => {
    const before = policy.weights();
    const run = () => auditGradient(() => bandit(), policy, { batches: 4, episodes: 2, seed: 5 });
    expect(run()).toEqual(run());
    expect(policy.weights()).toEqual(before);
  });

  it("takes continuous actions and long episodes", () => {
    const steady = createPolicy(
      {
        observationSpace: box({ low: [-1, -1, -8], high: [1, 1, 8] }),
        actionSpace: box({ low: -2, high: 2, shape: [1] }),
      },
      { architecture: { ...defaultArchitecture, hidden: [4] }, generator: createGenerator(1) },
    );
    const { gradient, variance } = auditGradient("Pendulum-v1", steady as never, { batches: 4, episodes: 2 });
    expect(gradient.every(Number.isFinite)).toBe(true);
    expect(variance).toBeGreaterThan(0);
  });

  it("refuses episodes that do not end within the limit, and takes those that just do", () => {
    const ending = (after: number) => () => {
      let step = 0;
      return {
        ...bandit(),
        reset() {
          step = 0;
          return { observation: [1] };
        },
        step: () => ({ observation: [1], reward: 0, terminated: ++step === after, truncated: false }),
      };
    };
    const options = { batches: 4, episodes: 2 };
    expect(() => auditGradient(ending(Number.POSITIVE_INFINITY), policy, options)).toThrow(
      "an episode has not ended after 100000 steps. Give it a time limit: timeLimit(environment, 500), or",
    );
    expect(() => auditGradient(ending(31), policy, { ...options, longestEpisode: 30 })).toThrow("30 steps");
    expect(auditGradient(ending(30), policy, { ...options, longestEpisode: 30 }).variance).toBe(0);
  });

  it("refuses an environment of other spaces", () => {
    expect(() => auditGradient("CartPole-v1", policy as never)).toThrow(
      "policy: the observation space that it was made for is not that of CartPole-v1: shape is [1] in the first and [4] in the second.",
    );
  });

  it("refuses what gives no interval", () => {
    expect(() => auditGradient(() => bandit(), policy, { batches: 3 })).toThrow(
      "auditGradient: option batches is 3; it must be 4 or more.",
    );
    expect(() => auditGradient(() => bandit(), policy, { cosine: 1 })).toThrow(
      "auditGradient: option cosine is 1; it must be below 1.",
    );
    expect(() => auditGradient(() => bandit(), policy, { episode: 1 } as never)).toThrow("episode");
  });
});

describe("auditGradient without a policy", () => {
  it("says what is missing", () => {
    expect(() => auditGradient("CartPole-v1", undefined as never)).toThrow(
      "auditGradient: the policy is undefined; it must be a policy that was trained, or loaded by loadPolicy of logpi",
    );
  });
});
