/**
 * The steps of natural policy gradient and TRPO against the exact natural gradient of finite MDPs. With one logit per
 * state and action it is the advantage less its mean over the actions of a state, in every state that is seen.
 */
import { describe, expect, it, test } from "vitest";
import { naturalPolicyGradient, trpo } from "../../src/algorithms/index.ts";
import {
  evaluatePolicy,
  type Mdp,
  naturalGradient,
  shortCorridor,
  softmaxPolicy,
} from "../../src/mdp/index.ts";
import { conjugateGradient } from "../../src/optimizers/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { expectedNext } from "../mdp/expected-next.ts";
import { randomLogits, randomMdp } from "../mdp/random-mdp.ts";

/** A problem with a policy for it, exactly solved. */
function solved(mdp: Mdp) {
  const logits = randomLogits(mdp, 6).map((logit) => Math.fround(logit / 2));
  return { mdp, logits, evaluation: evaluatePolicy(mdp, softmaxPolicy(mdp, logits)) };
}

const options = {
  ...{ architecture: { kind: "tabular" } as const, lambda: 0, normalizeAdvantages: false, damping: 0 },
  ...{ conjugateGradientSteps: 30, valueEpochs: 1, valueMinibatchSize: 200 },
};

const continuing = solved(randomMdp({ states: 4, actions: 3, seed: 5, discount: 0.8 }));
const corridor = solved(shortCorridor({ discount: 0.8 }));

describe("the line search of TRPO", () => {
  it.each([0, 1, 1.5, -0.5])(
    "refuses lengths that do not shrink to another one: a factor of %s",
    (factor) => {
      expect(() => trpo("CartPole-v1", { lineSearchShrinking: factor })).toThrow(
        `trpo: option lineSearchShrinking is ${factor}; it must be a number above 0 and below 1.`,
      );
    },
  );
});

describe("a step of natural policy gradient", () => {
  // Given a state, the shares of its actions are unbiased estimates of their probabilities, and the step is linear in them.
  test.each([
    ["a task without an end", continuing],
    ["episodes", corridor],
  ])("is the exact natural gradient on average, with exact values: %s", (_, { mdp, logits, evaluation }) => {
    const runs = 40;
    // Student's t with 39 degrees of freedom exceeds 7.2 at a two-sided rate of 2e-8, in each of 24 comparisons at most.
    const tBound = 7.2;
    const exact = exactDirection(mdp, evaluation);
    const moves = Array.from({ length: runs }, (_, seed) => {
      const learner = naturalPolicyGradient.learner(mdp, {
        ...{ ...options, environments: 200, rolloutSteps: 4, discount: mdp.discount, seed },
        ...{ maxKl: "none" as const, learningRate: 1 },
      });
      const [weights, values] = learner.networks.map(({ parameters: [table] }) =>
        learner.policy.backend.values(table),
      );
      weights.set(logits);
      values.set(evaluation.values);
      learner.learn(learner.collector.collect(), 0);
      return Float64Array.from(weights, (after, i) => after - Math.fround(logits[i]));
    });
    let largest = 0;
    exact.forEach((expected, i) => {
      const mean = moves.reduce((sum, move) => sum + move[i] / runs, 0);
      const variance = moves.reduce((sum, move) => sum + (move[i] - mean) ** 2 / (runs - 1), 0);
      // Conjugate gradient on float32 products leaves some 1e-4.
      const error = Math.max(Math.abs(mean - expected) - 1e-3, 0);
      expect(error, `logit ${i}`).toBeLessThanOrEqual(tBound * Math.sqrt(variance / runs));
      if (variance > 0) largest = Math.max(largest, Math.abs(expected) / Math.sqrt(variance / runs));
    });
    // And not nothing: the comparison can tell.
    expect(largest).toBeGreaterThan(3 * tBound);
  });
});

/** A(s, a) less its mean over the actions of s, where anything can be seen: the natural gradient up to one factor. */
function exactDirection(mdp: Mdp, evaluation: ReturnType<typeof evaluatePolicy>): Float64Array {
  const natural = naturalGradient(evaluation, "startValue");
  const { values, policy } = evaluation;
  const following = expectedNext(
    mdp,
    values.map((value, s) => (mdp.terminal[s] ? 0 : value)),
  );
  const advantages = following.map(
    (value, pair) => mdp.rewards[pair] + mdp.discount * value - values[Math.floor(pair / mdp.actions)],
  );
  const direction = advantages.map((advantage, pair) => {
    const state = Math.floor(pair / mdp.actions);
    if (mdp.terminal[state]) return 0;
    const own = advantages.subarray(state * mdp.actions, (state + 1) * mdp.actions);
    return advantage - own.reduce((sum, each) => sum + each / mdp.actions, 0);
  });
  // The factor is that by which the state weights do not sum to 1.
  const factor = dot(natural, direction) / dot(direction, direction);
  natural.forEach((value, i) => expect(value).toBeCloseTo(factor * direction[i], 8));
  expect(policy.probabilities.length).toBe(direction.length);
  return direction;
}

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, each, i) => sum + each * b[i], 0);

describe("a step of TRPO", () => {
  test("is along the same direction as one of natural policy gradient, and within the bound on the divergence", () => {
    const { mdp, logits, evaluation } = continuing;
    const maxKl = 1e-4;
    const moveOf = (algorithm: typeof trpo | typeof naturalPolicyGradient) => {
      const learner = (algorithm as typeof trpo).learner(mdp, {
        ...{ ...options, environments: 200, rolloutSteps: 4, discount: mdp.discount, seed: 3, maxKl },
      });
      const [weights, values] = learner.networks.map(({ parameters: [table] }) =>
        learner.policy.backend.values(table),
      );
      weights.set(logits);
      values.set(evaluation.values);
      const metrics = learner.learn(learner.collector.collect(), 0);
      return { move: Float64Array.from(weights, (after, i) => after - Math.fround(logits[i])), metrics };
    };
    const natural = moveOf(naturalPolicyGradient);
    const bounded = moveOf(trpo);
    const { kl, lineSearchSteps, surrogateGain } = bounded.metrics;
    expect(kl).toBeLessThanOrEqual(maxKl);
    expect(kl).toBeGreaterThan(0.5 * maxKl);
    expect(surrogateGain).toBeGreaterThan(0);
    const shrinking = 0.8 ** (lineSearchSteps - 1);
    natural.move.forEach((value, i) => expect(bounded.move[i]).toBeCloseTo(shrinking * value, 5));
  });

  test("leaves the policy as it is where the full step is beyond the bound and no shorter one is tried", () => {
    const learner = trpo.learner("CartPole-v1", {
      ...{
        environments: 2,
        rolloutSteps: 256,
        valueMinibatchSize: 128,
        lineSearchSteps: 1,
        damping: 1e-4,
        seed: 1,
      },
    });
    const weights = () =>
      learner.policy.parameters.flatMap((each) => Array.from(learner.policy.backend.values(each)));
    const outcomes = Array.from({ length: 30 }, () => {
      const before = weights();
      const { lineSearchSteps, kl } = learner.learn(learner.collector.collect(), 0);
      const moved = weights().some((weight, i) => weight !== before[i]);
      expect(moved).toBe(lineSearchSteps === 1);
      expect(kl).toBeLessThanOrEqual(0.01);
      return lineSearchSteps;
    });
    expect(new Set(outcomes)).toEqual(new Set([0, 1]));
  });
});

describe("conjugate gradient", () => {
  test("solves a positive definite system in as many steps as it has unknowns", () => {
    const generator = createGenerator(4);
    const size = 8;
    const root = Float64Array.from({ length: size * size }, () => generator.normal());
    const solution = Float64Array.from({ length: size }, () => generator.normal());
    // A = R Rᵀ + 1
    const multiply = (v: Float64Array, product: Float64Array) => {
      const inner = Float64Array.from({ length: size }, (_, j) =>
        v.reduce((sum, each, i) => sum + root[i * size + j] * each, 0),
      );
      for (let i = 0; i < size; i++) {
        product[i] = v[i] + inner.reduce((sum, each, j) => sum + root[i * size + j] * each, 0);
      }
    };
    const b = new Float64Array(size);
    multiply(solution, b);
    conjugateGradient(multiply, b, { iterations: 2 * size }).forEach((value, i) =>
      expect(value).toBeCloseTo(solution[i], 8),
    );
  });

  test("gives the least solution of a singular system that has one", () => {
    const project = (v: Float64Array, product: Float64Array) => product.set([v[0], v[1], 0]);
    expect(conjugateGradient(project, Float64Array.of(2, -3, 0), { iterations: 5 })).toEqual(
      Float64Array.of(2, -3, 0),
    );
  });
});

describe("a policy that is no longer finite", () => {
  const small = { ...{ hidden: [8], environments: 2, rolloutSteps: 16, valueMinibatchSize: 8 }, seed: 3 };
  const far = { ...small, maxKl: "none", learningRate: 1e6, steps: 320 } as const;

  it("ends a training by natural gradients in the update that made it", () => {
    expect(() => Array.from(naturalPolicyGradient("Pendulum-v1", far))).toThrow(
      /^(surrogate|kl|entropy) became -?(Infinity|NaN) in update 1; training stopped/,
    );
  });

  it("is no policy that TRPO goes on from", () => {
    const [{ policy }] = trpo("Pendulum-v1", { ...small, steps: 32 });
    const weights = Object.entries(policy.weights());
    // A standard deviation that float32 rounds to 0.
    weights.find(([name]) => /deviation/i.test(name))![1].data.fill(-200);
    const beginning = { ...policy, weights: () => Object.fromEntries(weights) };
    expect(() => Array.from(trpo("Pendulum-v1", { ...small, steps: 320 }, { policy: beginning }))).toThrow(
      / became -?(Infinity|NaN) in update 1; training stopped/,
    );
  });
});

test("the explained variance is that of the values also where the first update moves the memory of the rows", () => {
  const small = {
    environments: 4,
    rolloutSteps: 8,
    valueMinibatchSize: 16,
    valueEpochs: 1,
    steps: 32,
    seed: 0,
  };
  const options = { ...small, hidden: [2, 1], sharedTower: true, normalizeObservations: true };
  const [report] = trpo("Pendulum-v1", options);
  expect(report.metrics.explainedVariance).toBeLessThan(1);
});
