/** The classic examples against the values of their sources. */
import { describe, expect, test } from "vitest";
import {
  accessControl,
  baxterBartlett,
  baxterBartlettFeatures,
  deterministicPolicy,
  evaluatePolicy,
  forest,
  gainFromStart,
  gambler,
  gradientAscent,
  kakadeTwoState,
  linearSoftmaxPolicy,
  optimalPolicy,
  policyFromProbabilities,
  policyGradient,
  randomWalk,
  softmaxPolicy,
} from "../../../src/mdp/index.ts";
import { expectNear } from "../near.ts";

test("random walk: place i of 5 is worth i/6 (Sutton and Barto, example 6.2)", () => {
  const mdp = randomWalk();
  const { values, visitation } = evaluatePolicy(mdp, softmaxPolicy(mdp));
  expectNear(values, [0, 1 / 6, 2 / 6, 3 / 6, 4 / 6, 5 / 6, 0], 1e-15);
  // From the middle place i is visited 2 min(i, 6 − i) · 3/6 times.
  expectNear(visitation, [0, 1, 2, 3, 2, 1, 0], 1e-14);
});

test("random walk of 19 places and its ends", () => {
  const mdp = randomWalk({ places: 19 });
  const { values } = evaluatePolicy(mdp, softmaxPolicy(mdp));
  for (let place = 1; place <= 19; place++) expect(values[place]).toBeCloseTo(place / 20, 13);
});

test("gambler: bold play is optimal, from 50 it wins with probability 0.4 (example 4.3)", () => {
  const { evaluation } = optimalPolicy(gambler());
  const { values } = evaluation;
  expectNear([values[25], values[50], values[75]], [0.16, 0.4, 0.64], 1e-14);
  // Bold play: stake all, or what is missing (Dubins and Savage 1965).
  const bold: number[] = [0];
  for (let capital = 1; capital < 100; capital++) bold.push(Math.min(capital, 100 - capital) - 1);
  const mdp = gambler();
  const boldValues = evaluatePolicy(mdp, deterministicPolicy(mdp, [...bold, 0])).values;
  expectNear(values, boldValues, 1e-12);
});

test("gambler with a fair coin: every policy wins with probability capital/goal", () => {
  const mdp = gambler({ goal: 10, heads: 0.5 });
  const fair = Array.from({ length: 11 }, (_, capital) => (capital === 10 ? 0 : capital / 10));
  expectNear(evaluatePolicy(mdp, softmaxPolicy(mdp)).values, fair, 1e-14);
  expectNear(policyGradient(evaluatePolicy(mdp, softmaxPolicy(mdp))), new Float64Array(55), 1e-14);
});

test("forest: the values that pymdptoolbox documents", () => {
  const { actions, evaluation } = optimalPolicy(forest());
  expectNear(evaluation.values, [26.244000000000014, 29.484000000000016, 33.484000000000016], 1e-14);
  expect([...actions]).toEqual([0, 0, 0]);
});

test("access control: the optimum rejects low priorities when few servers are free (example 10.2)", () => {
  const mdp = accessControl();
  const { actions, evaluation } = optimalPolicy(mdp, { criterion: "average" });
  const accepts = (free: number, priority: number) => actions[free * 4 + priority] === 1;
  for (let priority = 0; priority < 4; priority++) {
    const accepted = Array.from({ length: 11 }, (_, free) => accepts(free, priority));
    expect(accepted[0]).toBe(false);
    // A priority that is accepted with some free servers is accepted with more.
    expect(accepted.lastIndexOf(false)).toBeLessThan(
      Math.max(accepted.indexOf(true), 11 * Number(!accepted.includes(true))),
    );
  }
  for (let free = 1; free <= 10; free++) expect(accepts(free, 3)).toBe(true);
  // No policy of the neighborhood is better: differential advantages of the others are not positive.
  for (let pair = 0; pair < mdp.states * 2; pair++) {
    if (mdp.legalActions![pair]) expect(evaluation.differentialAdvantages[pair]).toBeLessThan(1e-9);
  }
  const always = evaluatePolicy(
    mdp,
    deterministicPolicy(
      mdp,
      Array.from({ length: 44 }, (_, s) => (s < 4 ? 0 : 1)),
    ),
  );
  expect(evaluation.gain).toBeGreaterThan(always.gain);
});

test("Kakade's two states: the gradient is slow on the plateau at 1, the natural gradient is not", () => {
  const mdp = kakadeTwoState();
  // Mostly in the first state: stays there with probability 0.8, in the second with 0.2.
  const start = policyFromProbabilities(mdp, [0.8, 0.2, 0.2, 0.8]);
  expectNear(evaluatePolicy(mdp, start).stationary, [0.8, 0.2], 1e-15);
  const gainAfter = (direction: "gradient" | "natural", learningRate: number, updates: number) =>
    [...gradientAscent(mdp, start, { objective: "averageReward", direction, learningRate, updates })].at(-1)!
      .value;
  expect(gainAfter("gradient", 1, 100)).toBeLessThan(1.1);
  expect(gainAfter("natural", 1, 100)).toBeGreaterThan(1.99);
  const best = optimalPolicy(mdp, { criterion: "average" });
  expect(best.evaluation.gain).toBe(2);
  expect(gainFromStart(best.evaluation)).toBe(2);
});

test("Baxter and Bartlett's three states: always the second action, an average reward of 0.8", () => {
  const mdp = baxterBartlett();
  const best = optimalPolicy(mdp, { criterion: "average" });
  expect([...best.actions]).toEqual([1, 1, 1]);
  expectNear([best.evaluation.gain], [0.8], 1e-15);
  // Their policy can express it, and the gradient leads there.
  const start = linearSoftmaxPolicy(mdp, baxterBartlettFeatures, [1, 1, -1, -1]);
  const ascent = gradientAscent(mdp, start, { objective: "averageReward", learningRate: 50, updates: 400 });
  expect([...ascent].at(-1)!.value).toBeGreaterThan(0.79);
});

test("sizes and probabilities that are not valid are named in the error", () => {
  expect(() => randomWalk({ places: 2.5 })).toThrow("mdp: places is 2.5; it must be an integer from 1");
  expect(() => gambler({ goal: 1 })).toThrow("mdp: goal is 1; it must be an integer from 2");
  expect(() => gambler({ heads: 1.5 })).toThrow("mdp: heads is 1.5; a probability");
  expect(() => forest({ ages: 1 })).toThrow("mdp: ages is 1");
  expect(() => forest({ fire: Number.NaN })).toThrow("mdp: fire is NaN");
  expect(() => accessControl({ servers: 0 })).toThrow("mdp: servers is 0");
  expect(() => accessControl({ payments: [] })).toThrow("mdp: payments.length is 0");
  expect(() => accessControl({ freeing: -0.1 })).toThrow("mdp: freeing is -0.1");
});

describe("sizes of the classics", () => {
  test("a queue for very many servers has the binomial probabilities", () => {
    const mdp = accessControl({ servers: 1100, freeing: 0.06, payments: [1] });
    const row: number[] = [];
    mdp.transitions.forEachNext(0, 0, (next, probability) => (row[next] = probability));
    // Of all 1100 busy servers some become free: 1100 · 0.06 on average.
    const mean = row.reduce((sum, probability, free) => sum + probability * free, 0);
    expect(mean).toBeCloseTo(66, 9);
    expect(row.reduce((sum, probability, free) => sum + probability * (free - 66) ** 2, 0)).toBeCloseTo(
      62.04,
      9,
    );
    expect(row[67] / row[66]).toBeCloseTo(((1100 - 66) / 67) * (0.06 / 0.94), 12);
  });

  test("are refused where they do not fit in memory", () => {
    expect(() => accessControl({ servers: 1100 })).toThrow(
      "mdp: 1100 servers and 4 payments have 19395216 transitions; at most 5000000 are written down",
    );
    expect(() => gambler({ goal: 1e5 })).toThrow(
      "mdp: 100001 states and 50000 actions have 5000050000 rewards",
    );
    expect(() => randomWalk({ places: 1e9 })).toThrow("mdp: 1000000002 states and 2 actions have");
  });
});
