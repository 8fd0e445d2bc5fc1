/** The closed forms and exact values that were computed apart from this project: reference/theory.md. */
import { describe, expect, test } from "vitest";
import {
  bandit,
  createMdp,
  evaluatePolicy,
  gradientAscent,
  grid5x5,
  linearSoftmaxPolicy,
  naturalGradient,
  optimalPolicy,
  policyFromProbabilities,
  policyGradient,
  shortCorridor,
  softmaxPolicy,
} from "../../src/mdp/index.ts";
import { differences, expectNear } from "./near.ts";
import { twoStates, twoStatesLogits } from "./two-states.ts";

describe("the two-state, two-action MDP", () => {
  const mdp = createMdp(twoStates);
  const policy = softmaxPolicy(mdp, twoStatesLogits.flat());
  const evaluation = evaluatePolicy(mdp, policy);
  const bothActions = ([first, second]: number[]) => [first, -first, second, -second];

  test("has the known start value and gradient", () => {
    expectNear([evaluation.startValue], [9.20809506022552], 1e-14);
    expectNear(policyGradient(evaluation), bothActions([0.7539098969, -1.9913611103]), 1e-10);
  });

  test("has the known average reward, its gradient and the bias", () => {
    expectNear([evaluation.averageReward], [0.9608921772933818], 1e-14);
    expectNear(
      policyGradient(evaluation, "averageReward"),
      bothActions([0.0625818933, -0.2170851591]),
      1e-10,
    );
    expectNear(evaluation.bias, [-0.3997212367, 0.3213074727], 1e-10);
  });

  test("the average value is the average reward over 1 − γ, and so is its gradient", () => {
    expectNear([evaluation.averageValue], [evaluation.averageReward / 0.1], 1e-14);
    const scaled = policyGradient(evaluation, "averageReward").map((value) => value / 0.1);
    expectNear(policyGradient(evaluation, "averageValue"), scaled, 1e-14);
  });

  test("has the known optimal values", () => {
    const { actions, evaluation } = optimalPolicy(mdp);
    expectNear(evaluation.values, [12.967032967033, 14.065934065934], 1e-12);
    expect([...actions]).toEqual([0, 1]);
  });

  test("has A/(1 − γ), minus its mean over the actions of each state, as natural gradient", () => {
    const natural = naturalGradient(evaluation);
    expectNear(natural, bothActions([3.0478384426, -8.6985589618]), 1e-10);
    const scaled = evaluation.advantages.map((advantage) => advantage / 0.1);
    expectNear([scaled[0], scaled[2]], [2.7440665, -11.2325589], 1e-7);
    const centered = scaled.map((value, i) => value - (scaled[i & ~1] + scaled[i | 1]) / 2);
    expectNear(natural, centered, 1e-12);
  });

  test("leaving γᵗ out is no gradient: its Jacobian is not symmetric", () => {
    const asymmetry = (discountStates: boolean): number => {
      const field = (parameters: Float64Array) =>
        policyGradient(evaluatePolicy(mdp, policy.withParameters(parameters)), "startValue", {
          discountStates,
        });
      const jacobian = Array.from(policy.parameters, (_, i) =>
        differences((parameters) => field(parameters)[i], policy.parameters),
      );
      return Math.max(
        ...jacobian.flatMap((row, i) => Array.from(row, (value, j) => Math.abs(value - jacobian[j][i]))),
      );
    };
    expect(asymmetry(true)).toBeLessThan(2e-9);
    expect(asymmetry(false)).toBeCloseTo(3.2e-3, 4);
  });
});

describe("the short corridor", () => {
  // One parameter: the logit of going right, the same in all places.
  const rightOnly = Float64Array.from([0, 1, 0, 1, 0, 1, 0, 1]);
  const going = (right: number, discount = 1) => {
    const mdp = shortCorridor({ discount });
    return evaluatePolicy(mdp, linearSoftmaxPolicy(mdp, rightOnly, [Math.log(right / (1 - right))]));
  };

  test("has the known values", () => {
    expectNear([going(2 - Math.SQRT2).startValue], [-(6 + 4 * Math.SQRT2)], 1e-14);
    expectNear([going(2 - Math.SQRT2).startValue], [-11.656854249492381], 1e-14);
    expectNear([going(0.59).startValue], [-11.65770979743696], 1e-14);
    expectNear(going(0.5).values, [-12, -10, -6, 0], 1e-14);
  });

  test("has the known gradients", () => {
    expectNear(policyGradient(going(2 - Math.SQRT2)), [0], 1e-13);
    expectNear(policyGradient(going(0.5)), [2], 1e-13);
    expectNear(policyGradient(going(0.5, 0.9)), [0.486228677], 1e-9);
    const withoutPowers = policyGradient(going(0.5, 0.9), "startValue", { discountStates: false });
    expectNear(withoutPowers, [1.048174], 1e-6);
  });

  test("gradient ascent finds the best probability", () => {
    const mdp = shortCorridor();
    const start = linearSoftmaxPolicy(mdp, rightOnly, [0]);
    const last = [...gradientAscent(mdp, start, { learningRate: 0.3, updates: 200 })].at(-1)!;
    expectNear([last.policy.probabilities[1]], [2 - Math.SQRT2], 1e-9);
  });
});

test("the 5×5 grid has the values of Sutton and Barto", () => {
  const mdp = grid5x5();
  const rounded = (values: Float64Array) => Array.from(values.subarray(0, 5), (value) => value.toFixed(1));
  const uniform = evaluatePolicy(mdp, softmaxPolicy(mdp)).values;
  expect(rounded(uniform)).toEqual(["3.3", "8.8", "4.4", "5.3", "1.5"]);
  expect(rounded(optimalPolicy(mdp).evaluation.values)).toEqual(["22.0", "24.4", "22.0", "19.4", "17.5"]);
});

test("Puterman's two-state example, in which one action is not allowed, has its known optimum", () => {
  const mdp = createMdp({
    transitions: [
      [
        [0.5, 0.5],
        [0, 1],
      ],
      [[0, 1], []],
    ],
    rewards: [
      [5, 10],
      [-1, 0],
    ],
    legalActions: [
      [1, 1],
      [1, 0],
    ],
    start: [1, 0],
    discount: 0.95,
  });
  const { actions, evaluation } = optimalPolicy(mdp);
  expectNear(evaluation.values, [-60 / 7, -20], 1e-13);
  expectNear(evaluation.values, [-8.57142857, -20], 1e-9);
  expect([...actions]).toEqual([0, 0]);
});

test("a chain of two states has its known stationary distribution", () => {
  const mdp = createMdp({
    transitions: [[[0.4, 0.6]], [[0.2, 0.8]]],
    rewards: [[0], [0]],
    start: [1, 0],
    discount: 0,
  });
  expectNear(evaluatePolicy(mdp, softmaxPolicy(mdp)).stationary, [0.25, 0.75], 1e-15);
});

describe("bandits", () => {
  test("softmax gradient ascent approaches the optimum slowly", () => {
    const mdp = bandit([1, 0.9, 0.1]);
    const gaps = new Map<number, number>();
    for (const { update, value } of gradientAscent(mdp, softmaxPolicy(mdp), {
      learningRate: 0.4,
      updates: 1000,
    })) {
      gaps.set(update, 1 - value);
    }
    // At t the policy is the t-th, the uniform one being the first.
    expectNear([gaps.get(9)!, gaps.get(99)!, gaps.get(999)!], [0.195485, 0.027326, 0.001833], 5e-7);
  });

  test.each([0.05, 0.3, 2])("with an entropy bonus of %f the optimum is softmax(r/τ)", (entropyWeight) => {
    const rewards = [1, 0.9, 0.1];
    const mdp = bandit(rewards);
    const weights = rewards.map((reward) => Math.exp(reward / entropyWeight));
    const optimum = weights.map((weight) => weight / weights.reduce((a, b) => a + b));
    const options = {
      entropyWeight,
      direction: "natural",
      learningRate: 0.5 / entropyWeight,
      updates: 200,
    } as const;
    const last = [...gradientAscent(mdp, softmaxPolicy(mdp), options)].at(-1)!;
    expectNear(last.policy.probabilities, optimum, 1e-12);
    const best = evaluatePolicy(mdp, policyFromProbabilities(mdp, optimum), { entropyWeight });
    expectNear(policyGradient(best), [0, 0, 0], 1e-15);
    expectNear([best.startValue], [entropyWeight * Math.log(weights.reduce((a, b) => a + b))], 1e-14);
  });
});
