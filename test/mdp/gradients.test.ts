import { describe, expect, test } from "vitest";
import { constant, matmul, softmax, tanh, variable } from "../../src/graph/index.ts";
import {
  compatibleApproximation,
  createMdp,
  deterministicPolicy,
  evaluatePolicy,
  expressionPolicy,
  fisherMatrix,
  gambler,
  gradientAscent,
  linearSoftmaxPolicy,
  type Mdp,
  naturalGradient,
  type Objective,
  policyFromProbabilities,
  policyGradient,
  scores,
  shortCorridor,
  softmaxPolicy,
  type TabularPolicy,
} from "../../src/mdp/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { differences, expectNear } from "./near.ts";
import { randomLogits, randomMdp } from "./random-mdp.ts";
import { twoStates } from "./two-states.ts";

const objectives: readonly Objective[] = ["startValue", "averageValue", "averageReward"];
const mdp = randomMdp({ states: 5, actions: 3, seed: 1 });
const normals = (count: number, seed: number) => {
  const generator = createGenerator(seed);
  return Float64Array.from({ length: count }, () => generator.normal());
};

/** A network of one hidden layer on a feature of each state. */
function network({ states, actions }: Mdp): TabularPolicy {
  const weights = variable("weights", [1, 4], normals(4, 11));
  const output = variable("output", [4, actions], normals(4 * actions, 12));
  const hidden = tanh(matmul(constant(normals(states, 13), [states, 1]), weights));
  return expressionPolicy(mdp, {
    parameters: [weights, output],
    probabilities: softmax(matmul(hidden, output)),
  });
}

const policies: Record<string, TabularPolicy> = {
  softmax: softmaxPolicy(mdp, randomLogits(mdp, 2)),
  "linear softmax": linearSoftmaxPolicy(mdp, normals(5 * 3 * 4, 3), normals(4, 4)),
  network: network(mdp),
};

describe.each(Object.entries(policies))("%s", (_, policy) => {
  test.each(objectives)("the gradient of %s is that of finite differences", (objective) => {
    const value = (parameters: Float64Array) =>
      evaluatePolicy(mdp, policy.withParameters(parameters))[objective];
    expectNear(
      policyGradient(evaluatePolicy(mdp, policy), objective),
      differences(value, policy.parameters),
      1e-8,
    );
  });

  test.each(objectives)("so it is with an entropy bonus: %s", (objective) => {
    const entropyWeight = 0.3;
    const value = (parameters: Float64Array) =>
      evaluatePolicy(mdp, policy.withParameters(parameters), { entropyWeight })[objective];
    const evaluation = evaluatePolicy(mdp, policy, { entropyWeight });
    expectNear(policyGradient(evaluation, objective), differences(value, policy.parameters), 1e-8);
  });

  test("scores are the gradients of log π, and have mean zero", () => {
    const all = scores(policy);
    const count = policy.parameters.length;
    for (let pair = 0; pair < 15; pair++) {
      const logProbability = (parameters: Float64Array) =>
        Math.log(policy.withParameters(parameters).probabilities[pair]);
      const score = all.subarray(pair * count, (pair + 1) * count);
      expectNear(score, differences(logProbability, policy.parameters), 1e-8);
    }
    for (let state = 0; state < 5; state++) {
      const mean = new Float64Array(count);
      for (let pair = state * 3; pair < state * 3 + 3; pair++) {
        for (let i = 0; i < count; i++) mean[i] += policy.probabilities[pair] * all[pair * count + i];
      }
      expectNear(mean, new Float64Array(count), 1e-14);
    }
  });

  test("the Fisher matrix is the curvature of the KL divergence from the policy", () => {
    const evaluation = evaluatePolicy(mdp, policy);
    const weights = evaluation.visitation.map((visits) => visits * 0.1);
    const divergence = (parameters: Float64Array) => {
      const other = policy.withParameters(parameters).probabilities;
      return policy.probabilities.reduce(
        (sum, p, pair) => sum + weights[Math.floor(pair / 3)] * p * Math.log(p / other[pair]),
        0,
      );
    };
    const fisher = fisherMatrix(evaluation);
    const count = policy.parameters.length;
    const gradient = (parameters: Float64Array) => differences(divergence, parameters, 1e-4);
    for (let i = 0; i < count; i++) {
      const row = differences((parameters) => gradient(parameters)[i], policy.parameters, 1e-4);
      expectNear(fisher.subarray(i * count, (i + 1) * count), row, 1e-5);
    }
  });

  test.each(objectives)("F times the natural gradient is the gradient: %s", (objective) => {
    const evaluation = evaluatePolicy(mdp, policy);
    const fisher = fisherMatrix(evaluation, objective);
    const natural = naturalGradient(evaluation, objective);
    const count = natural.length;
    const product = natural.map((_, i) =>
      natural.reduce((sum, value, j) => sum + fisher[i * count + j] * value, 0),
    );
    expectNear(product, policyGradient(evaluation, objective), 1e-10);
  });

  test.each(objectives)(
    "compatible advantages give the exact gradient of %s (Sutton et al. 2000)",
    (objective) => {
      const evaluation = evaluatePolicy(mdp, policy);
      const { weights, advantages } = compatibleApproximation(evaluation, objective);
      const states =
        objective === "startValue"
          ? evaluation.visitation
          : evaluation.stationary.map((d) => (objective === "averageValue" ? 10 * d : d));
      const gradient = policy.pullback(advantages.map((value, pair) => states[Math.floor(pair / 3)] * value));
      expectNear(gradient, policyGradient(evaluation, objective), 1e-10);
      const total = states.reduce((a, b) => a + b);
      expectNear(
        weights.map((w) => w * total),
        naturalGradient(evaluation, objective),
        1e-12,
      );
    },
  );
});

test("the closed form of the natural gradient is the pseudo-inverse of the Fisher matrix", () => {
  const softmax = policies.softmax;
  const { solveFisher: _, ...withoutClosedForm } = softmax;
  const closed = naturalGradient(evaluatePolicy(mdp, softmax));
  expectNear(naturalGradient(evaluatePolicy(mdp, withoutClosedForm)), closed, 1e-10);
});

test("the natural gradient keeps its digits however rare an action is", () => {
  const [advantages, discount] = [[0.3, 0.1, -0.7], 0.9];
  const bandit = createMdp({
    transitions: [[[1], [1], [1]]],
    rewards: [advantages],
    start: [1],
    discount,
  });
  for (const logit of [-5, -36, -50, -100, -700]) {
    // Rewards over 1 − γ, minus their mean: the part of V cancels.
    expectNear(
      naturalGradient(evaluatePolicy(bandit, softmaxPolicy(bandit, [0.1, 0.35, logit]))),
      [4, 2, -6],
      1e-12,
    );
  }
  const certain = evaluatePolicy(bandit, softmaxPolicy(bandit, [0, 0, -740]));
  expect(compatibleApproximation(certain).advantages.every(Number.isFinite)).toBe(true);
});

test("the natural gradient does not depend on the parameterization", () => {
  // Logits that are an invertible function of parameters: the policy moves alike.
  const features = new Float64Array(5 * 3 * 15);
  const mixing = normals(15 * 15, 21);
  for (let pair = 0; pair < 15; pair++) {
    for (let i = 0; i < 15; i++) features[pair * 15 + i] = mixing[pair * 15 + i] + (pair === i ? 5 : 0);
  }
  const mixed = linearSoftmaxPolicy(
    mdp,
    features,
    normals(15, 22).map((value) => value / 10),
  );
  const plain = policyFromProbabilities(mdp, mixed.probabilities);
  const movement = (policy: TabularPolicy) => {
    const natural = naturalGradient(evaluatePolicy(mdp, policy));
    const count = natural.length;
    const all = scores(policy);
    return Float64Array.from({ length: 15 }, (_, pair) =>
      natural.reduce((sum, value, i) => sum + value * all[pair * count + i], 0),
    );
  };
  expectNear(movement(mixed), movement(plain), 1e-8);
});

test("gradients of episodes are right with legal actions, terminal states and no discount", () => {
  for (const episodic of [gambler({ goal: 8 }), shortCorridor()]) {
    const policy = softmaxPolicy(episodic, randomLogits(episodic, 5));
    const value = (parameters: Float64Array) =>
      evaluatePolicy(episodic, policy.withParameters(parameters)).startValue;
    expectNear(policyGradient(evaluatePolicy(episodic, policy)), differences(value, policy.parameters), 1e-8);
    const { stationary, gain } = evaluatePolicy(shortCorridor(), softmaxPolicy(shortCorridor()));
    expect([[...stationary], gain]).toEqual([[0, 0, 0, 1], 0]);
  }
});

test("a policy of probabilities has the gradients of its logits, also where a probability is 0", () => {
  const probabilities = softmaxPolicy(mdp, randomLogits(mdp, 6)).probabilities.slice();
  const logits = softmaxPolicy(mdp, probabilities.map(Math.log));
  const given = policyFromProbabilities(mdp, probabilities);
  expectNear(policyGradient(evaluatePolicy(mdp, given)), policyGradient(evaluatePolicy(mdp, logits)), 1e-14);

  probabilities.set([0, 1, 0]);
  const certain = evaluatePolicy(mdp, policyFromProbabilities(mdp, probabilities));
  for (const gradient of [policyGradient(certain), naturalGradient(certain)]) {
    expectNear(gradient.subarray(0, 3), [0, 0, 0], 0);
    expect(gradient.every(Number.isFinite)).toBe(true);
  }
});

test("gradient ascent increases the objective, and its reports are of the policy after the update", () => {
  const start = softmaxPolicy(mdp);
  let before = evaluatePolicy(mdp, start).startValue;
  let updates = 0;
  for (const { update, value, policy, gradientNorm } of gradientAscent(mdp, start, { learningRate: 0.1 })) {
    expect(update).toBe(++updates);
    expect(value).toBeGreaterThan(before);
    expect(value).toBe(evaluatePolicy(mdp, policy).startValue);
    expect(gradientNorm).toBeGreaterThan(0);
    before = value;
    if (update === 20) break;
  }
  expect(() => [...gradientAscent(mdp, start, { learningRate: Number.NaN })]).toThrow("learningRate is NaN");
  const noCount = { learningRate: 1, updates: Number.NaN };
  expect(() => [...gradientAscent(mdp, start, noCount)]).toThrow("updates is NaN");
  const unknown = { learningRate: 1, updates: 1, objective: "value" as never };
  expect(() => [...gradientAscent(mdp, start, unknown)]).toThrow('objective is "value"; it must be');
});

describe("what does not fit is an error", () => {
  test("parameters and shapes that do not fit are refused", () => {
    expect(() => softmaxPolicy(mdp, [1, 2])).toThrow("softmaxPolicy: logits: expected 15 numbers, found 2.");
    expect(() => softmaxPolicy(mdp, new Float64Array(15).fill(Number.NaN))).toThrow("element 0 is NaN");
    expect(() => linearSoftmaxPolicy(mdp, [1], [1])).toThrow("features: expected 15 numbers, found 1.");
    const probabilities = softmax(variable("v", [2, 3], new Float64Array(6)));
    expect(() => expressionPolicy(mdp, { parameters: [], probabilities })).toThrow("must be [5, 3]");
    const v = variable("v", [5, 3], new Float64Array(15).fill(0.3));
    expect(() => expressionPolicy(mdp, { parameters: [v], probabilities: v })).toThrow(
      "probabilities[0] sums to 0.9, which is 0.1 too little",
    );
    const masked = gambler({ goal: 4 });
    const w = variable("w", [5, 2], new Float64Array(10));
    expect(() => expressionPolicy(masked, { parameters: [w], probabilities: softmax(w) })).toThrow(
      "probabilities[1][1] is 0.5, but that action is not legal",
    );
  });

  test.each<[unknown, string]>([
    [[], "parameters is []"],
    [undefined, "parameters is undefined"],
    [{ w: 0 }, "parameters is an object"],
    [[variable("w", [], [0]), undefined], "parameters[1] is undefined"],
    [[constant([0, 0], [2])], "parameters[0] is an object"],
  ])("an expression policy of the parameters %j is refused", (parameters, message) => {
    const probabilities = softmax(variable("w", [5, 3], new Float64Array(15)));
    expect(() => expressionPolicy(mdp, { parameters, probabilities } as never)).toThrow(
      `expressionPolicy: ${message}; parameters must be a list of variables`,
    );
  });

  test("an expression policy of something else than an expression is refused", () => {
    const parameters = [variable("w", [], [0])];
    for (const probabilities of [undefined, [[0.5, 0.5]]]) {
      expect(() => expressionPolicy(mdp, { parameters, probabilities } as never)).toThrow(
        /^expressionPolicy: probabilities is (undefined|\[a list\]); it must be an expression of shape \[5, 3\]/,
      );
    }
  });

  test("actions, rewards and weights that are not valid are refused", () => {
    const actions =
      (...list: number[]) =>
      () =>
        deterministicPolicy(mdp, list);
    expect(actions(0, 1, 2, 0)).toThrow("the action of state 4 is undefined; it must be from 0 to 2");
    expect(actions(0, 1, 3, 0, 0)).toThrow("the action of state 2 is 3");
    expect(() => evaluatePolicy(mdp, policies.softmax, { entropyWeight: Number.NaN })).toThrow(
      "entropyWeight is",
    );
  });

  test("a policy of another MDP and an objective that is not defined are refused", () => {
    const other = randomMdp({ states: 4, actions: 3, seed: 1 });
    expect(() => evaluatePolicy(other, policies.softmax)).toThrow("the policy is for 5 states and 3 actions");
    const everyAction = {
      ...{ discount: 0.9, start: [1, 0], rewards: [1, 1].map(() => [1, 1]) },
      transitions: [0, 1].map(() => [0, 1].map(() => [1, 0])),
    };
    const masked = createMdp({ ...everyAction, legalActions: [0, 1].map(() => [1, 0]) });
    expect(() => evaluatePolicy(masked, softmaxPolicy(createMdp(everyAction)))).toThrow(
      "policy[0][1] is 0.5, but that action is not legal",
    );
    const unknown = { ...policies.softmax, probabilities: new Float64Array(15).fill(Number.NaN) };
    expect(() => evaluatePolicy(mdp, unknown)).toThrow("policy[0][0] is NaN");
    const evaluation = evaluatePolicy(mdp, policies.softmax);
    expect(() => policyGradient(evaluation, "averageReward", { discountStates: false })).toThrow(
      "discountStates: false is for startValue only",
    );
    const corridor = evaluatePolicy(shortCorridor(), softmaxPolicy(shortCorridor()));
    expect(() => policyGradient(corridor, "averageValue")).toThrow(
      "with discount 1 there is no average value",
    );
  });

  test("a policy under which episodes do not end is refused without a discount", () => {
    const stuck = createMdp({
      transitions: [
        [
          [1, 0],
          [0, 1],
        ],
        [],
      ],
      rewards: [
        [0, -1],
        [0, 0],
      ],
      start: [1, 0],
      terminal: [1],
      discount: 1,
    });
    const stays = policyFromProbabilities(stuck, [1, 0, 1, 0]);
    expect(() => evaluatePolicy(stuck, stays).values).toThrow("under this policy none does from {0}");
    expectNear(evaluatePolicy(stuck, softmaxPolicy(stuck)).values, [-1, 0], 1e-15);
  });
});

test("a policy given by probabilities of 0 can be improved where it is free", () => {
  const mdp = createMdp(twoStates);
  const start = policyFromProbabilities(mdp, [1, 0, 0.5, 0.5]);
  for (const direction of ["gradient", "natural"] as const) {
    const reports = [...gradientAscent(mdp, start, { learningRate: 0.1, updates: 20, direction })];
    const { probabilities } = reports.at(-1)!.policy;
    expect([...probabilities.subarray(0, 2)]).toEqual([1, 0]);
    expect(probabilities[3]).toBeGreaterThan(0.9);
    reports.slice(1).forEach(({ value }, i) => {
      expect(value).toBeGreaterThan(reports[i].value);
    });
  }
  expect(() => softmaxPolicy(mdp, [0, 0, -Infinity, -Infinity])).toThrow(
    "all logits of state 1 are -Infinity",
  );
});
