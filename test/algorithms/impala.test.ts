/**
 * IMPALA's first step against exact gradients, on and off policy, and who acts. Each test of a mean has a false-alarm rate of
 * 1e-6, shared among its comparisons.
 */
import { describe, expect, test } from "vitest";
import { createLaggingPolicy } from "../../src/algorithms/impala/lagging-policy.ts";
import { type ImpalaOptions, impala } from "../../src/algorithms/index.ts";
import { createWasmBackend } from "../../src/backends/index.ts";
import { box, discrete } from "../../src/environments/index.ts";
import { createParameterVector } from "../../src/learning/index.ts";
import { evaluatePolicy, policyGradient, softmaxPolicy } from "../../src/mdp/index.ts";
import { gradientParts } from "../../src/mdp/policy-gradient.ts";
import { createPolicy } from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { savedRecord } from "../../src/state/index.ts";
import { randomLogits } from "../mdp/random-mdp.ts";
import { twoSteps } from "../mdp/two-steps.ts";
import { firstMoves, largestT, tBound } from "./moves.ts";

const mdp = twoSteps(0.7);
const [logits, acting] = [6, 8].map((seed) => randomLogits(mdp, seed).map((logit) => Math.fround(logit / 2)));
const [learned, behavior] = [logits, acting].map((each) => evaluatePolicy(mdp, softmaxPolicy(mdp, each)));
const undiscounted = { discountStates: false };

/** First moves of the logits where another policy acts, with the exact values of the one that learns. */
function moves(ofActing: Float64Array, options: ImpalaOptions): Float64Array[] {
  const learner = impala.learner(mdp, {
    ...{
      environments: 200,
      rolloutSteps: 4,
      discount: mdp.discount,
      maxGradientNorm: "none",
      valueWeight: 0,
    },
    ...{ optimizer: "sgd", learningRate: 1, architecture: { kind: "tabular" } },
    ...options,
  });
  const [weights, values] = learner.networks.map(({ parameters: [table] }) =>
    learner.policy.backend.values(table),
  );
  weights.set(logits);
  values.set(learned.values);
  const begin = savedRecord(learner.save(), ["descent", "lagging"]);
  const lagging = {
    ...savedRecord(begin.lagging, ["updates", "acting", "history"]),
    updates: 1,
    acting: ofActing,
  };
  return firstMoves(learner, { place: () => learner.restore({ ...begin, lagging }) });
}

/** Σ_s d(s) Σ_a ∇π(a | s) A(s, a) over the mean length of an episode, with the states of whoever acts. */
function gradientInStatesOf(evaluation: typeof learned): Float64Array {
  const { stateWeights } = gradientParts(evaluation, "startValue", undiscounted);
  const length = stateWeights.reduce((a, b) => a + b);
  const weights = learned.advantages.map(
    (each, pair) => (each * stateWeights[Math.floor(pair / mdp.actions)]) / length,
  );
  return learned.policy.pullback(weights);
}

describe("with the exact value function as critic", () => {
  test("a step on policy is along the exact gradient without γᵗ", () => {
    const exact = gradientInStatesOf(learned);
    policyGradient(learned, "startValue", undiscounted).forEach((each, i) =>
      expect(exact[i]).toBeCloseTo(each / 2, 12),
    );
    const found = moves(logits, {});
    expect(largestT(found, exact)).toBeLessThan(tBound);
    expect(largestT(found, new Float64Array(exact.length))).toBeGreaterThan(2 * tBound);
  });

  test("a step off policy is along the same in the states of the policy that acted, where ratios are not bounded", () => {
    const found = moves(acting, { maxRho: 1e6, maxC: 1e6 });
    expect(largestT(found, gradientInStatesOf(behavior))).toBeLessThan(tBound);
    expect(largestT(found, gradientInStatesOf(learned))).toBeGreaterThan(tBound);
  });

  test("a bound on ρ biases it", () => {
    expect(largestT(moves(acting, { maxRho: 0.8, maxC: 0.8 }), gradientInStatesOf(behavior))).toBeGreaterThan(
      tBound,
    );
  });
});

describe("a policy that lags", () => {
  const spaces = { observationSpace: box({ low: -1, high: 1, shape: [2] }), actionSpace: discrete(2) };
  const create = () =>
    createPolicy(spaces, {
      architecture: { kind: "linear" },
      generator: createGenerator(1),
      backend: createWasmBackend(),
    });

  test.each([0, 1, 2, 3])("has the weights of %d updates before, and goes on so from its state", (lag) => {
    const policy = create();
    let lagging = createLaggingPolicy(policy, lag);
    const own = createParameterVector(policy.parameters, policy.backend);
    const first = () => lagging.policy.backend.values(lagging.policy.parameters[0])[0];
    const write = (value: number) => own.write(new Float64Array(own.length).fill(value));
    write(0); // weights that were placed after it was made
    lagging.begin();
    for (let update = 1; update <= 9; update++) {
      expect(first()).toBe(Math.max(0, update - 1 - lag));
      write(update);
      lagging.follow();
      if (update !== 4) continue;
      const saved = lagging.save();
      lagging = createLaggingPolicy(policy, lag);
      lagging.restore(saved);
      lagging.begin();
    }
    expect(first()).toBe(9 - lag);
  });

  test("acts in a training, and with a lag of 0 ratios are 1", () => {
    const ratiosOf = (policyLag: number) => {
      const options = {
        policyLag,
        steps: 1280,
        environments: 8,
        rolloutSteps: 16,
        learningRate: 0.01,
        hidden: [8],
      };
      return Array.from(impala("CartPole-v1", options), ({ metrics }) => metrics.meanRatio);
    };
    for (const ratio of ratiosOf(0)) expect(ratio).toBeCloseTo(1, 5);
    const [first, ...later] = ratiosOf(2);
    expect(first).toBeCloseTo(1, 5);
    for (const ratio of later) expect(Math.abs(ratio - 1)).toBeGreaterThan(1e-5);
  });
});

test("a game of several players is refused, with the algorithms that take it", () => {
  expect(() => impala.learner("TicTacToe-v0")).toThrow(
    "impala: TicTacToe-v0 is a game of 2 players; V-trace is for one. Take a2c,",
  );
});
