/**
 * The first step of A2C with each head of a box, and with masked choices, against exact gradients. Each test has a
 * false-alarm rate of 1e-6, shared among its comparisons.
 */
import { describe, expect, it } from "vitest";
import { type A2cOptions, a2c } from "../../src/algorithms/index.ts";
import {
  box,
  defineEnvironment,
  discrete,
  type EnvironmentSource,
  multiDiscrete,
} from "../../src/environments/index.ts";
import { constant, divide, exp, multiply, reshape, slice, sum, variable } from "../../src/graph/index.ts";
import { logGamma } from "../../src/math/index.ts";
import {
  createMdp,
  evaluatePolicy,
  expressionPolicy,
  policyGradient,
  type TransitionRow,
} from "../../src/mdp/index.ts";
import { createGenerator } from "../../src/random/index.ts";

const runs = 40;
/** Student's t with 39 degrees of freedom: 7.2 has a two-sided rate below 2e-8, shared by 50 comparisons or fewer. */
const tBound = 7.2;

/** How far first steps of size 1 move the parameters, in each of the runs. */
function firstMoves(
  environment: EnvironmentSource,
  options: A2cOptions,
  values: readonly number[],
): number[][] {
  return Array.from({ length: runs }, (_, seed) => {
    const learner = a2c.learner(environment, {
      ...{
        environments: 100,
        maxGradientNorm: "none",
        valueWeight: 0,
        optimizer: "sgd",
        learningRate: 1,
        seed,
      },
      ...options,
    });
    const { policy, collector } = learner;
    const weights = policy.parameters.map((parameter) => policy.backend.values(parameter));
    let at = 0;
    for (const each of weights) for (let i = 0; i < each.length; i++) each[i] = values[at++]!;
    expect(at).toBe(values.length);
    learner.learn(collector.collect(), 0);
    collector.close();
    return weights.flatMap((each) => [...each]).map((after, i) => after - Math.fround(values[i]!));
  });
}

/** The largest t statistic of moves less a gradient, over the parameters that move. */
function largestT(moves: readonly (readonly number[])[], gradient: readonly number[]): number {
  const statistics = gradient.map((expected, i) => {
    const mean = moves.reduce((total, move) => total + move[i]!, 0) / runs;
    const variance = moves.reduce((total, move) => total + (move[i]! - mean) ** 2, 0) / (runs - 1);
    if (variance === 0) return mean === 0 && Math.abs(expected) < 1e-12 ? 0 : Number.POSITIVE_INFINITY;
    return Math.abs(mean - expected) / Math.sqrt(variance / runs);
  });
  return Math.max(...statistics);
}

const [low, high] = [-1, 5];
/** One step in a box, whose reward is highest beyond its middle. */
const oneStep = () =>
  defineEnvironment({
    observationSpace: box({ low: 0, high: 2, shape: [1] }),
    actionSpace: box({ low, high, shape: [1] }),
    reset: () => ({ observation: [1] }),
    step: ([action]) => ({ observation: [1], reward: reward(action!), terminated: true, truncated: false }),
  });
const reward = (action: number) => Math.cos(action - 3) + 0.2 * action;

const softplus = (x: number) => Math.log1p(Math.exp(x));
const deviationOf = (output: number) => Math.exp(-5 + softplus(5 + 2 - softplus(2 - output)));
const normal = (u: number, mean: number, deviation: number) =>
  Math.exp(-0.5 * ((u - mean) / deviation) ** 2) / (deviation * Math.sqrt(2 * Math.PI));
const inBox = (y: number) => Math.min(Math.max((low + high) / 2 + ((high - low) / 2) * y, low), high);

/** E[reward] as a mean over what is drawn, in the units that it is drawn in. */
const mean = (
  density: (u: number) => number,
  action: (u: number) => number,
  [from, to]: readonly [number, number],
) => {
  const cells = 4000;
  let total = 0;
  for (let i = 0; i < cells; i++) {
    const u = from + ((i + 0.5) / cells) * (to - from);
    total += density(u) * reward(action(u));
  }
  return (total * (to - from)) / cells;
};

describe("A2C moves along the exact gradient of a step in a box", () => {
  it.each([
    {
      head: "rescaled-normal",
      outputs: [0.3],
      free: [-0.4],
      value: ([m]: readonly number[], [logDeviation]: readonly number[]) =>
        mean((u) => normal(u, m!, Math.exp(logDeviation!)), inBox, [-8, 8]),
    },
    {
      head: "state-dependent-normal",
      outputs: [0.3, -0.5],
      free: [],
      value: ([m, s]: readonly number[]) => mean((u) => normal(u, m!, deviationOf(s!)), inBox, [-8, 8]),
    },
    {
      head: "squashed-normal",
      outputs: [0.3, -0.5],
      free: [],
      value: ([m, s]: readonly number[]) =>
        mean(
          (u) => normal(u, m!, deviationOf(s!)),
          (u) => inBox(Math.tanh(u)),
          [-8, 8],
        ),
    },
    {
      head: "beta",
      outputs: [0.8, -0.5],
      free: [],
      value: (outputs: readonly number[]) => {
        const [a, b] = outputs.map((output) => 1 + softplus(output) / (1 + softplus(output) / 1e4)) as [
          number,
          number,
        ];
        const logBeta = logGamma(a) + logGamma(b) - logGamma(a + b);
        const density = (x: number) => Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - logBeta);
        return mean(density, (x) => inBox(2 * x - 1), [0, 1]);
      },
    },
  ] as const)("with the head $head", ({ head, outputs, free, value }) => {
    const step = 1e-4;
    const slope = (change: (by: number) => number) => (change(step) - change(-step)) / (2 * step);
    const moved = (values: readonly number[], at: number, by: number) =>
      values.map((each, i) => (i === at ? each + by : each));
    const ofOutputs = outputs.map((_, i) => slope((by) => value(moved(outputs, i, by), free)));
    const ofFree = free.map((_, i) => slope((by) => value(outputs, moved(free, i, by))));
    // The observation is 1: half of an output is its weight, half its bias.
    const halves = outputs.map((output) => output / 2);
    const values = [...halves, ...halves, ...free];
    const gradient = [...ofOutputs, ...ofOutputs, ...ofFree];
    const options = { head, rolloutSteps: 1, architecture: { kind: "linear" } } as const;
    const moves = firstMoves(oneStep, options, values);
    expect(largestT(moves, gradient)).toBeLessThan(tBound);
    // And not along nothing: the comparison can tell.
    expect(
      largestT(
        moves,
        gradient.map(() => 0),
      ),
    ).toBeGreaterThan(2 * tBound);
  });
});

describe("A2C moves along the exact gradient of an MDP", () => {
  /** Two steps and the end, from 0 or 1 to 2 or 3 to 4; an action is one of two and one of three. */
  const states = 5;
  const counts = [2, 3] as const;
  const actions = 6;
  const rewards = Array.from({ length: states }, (_, s) =>
    Array.from({ length: actions }, (_, a) => (s === 4 ? 0 : Math.sin(2 * s + 3 * a) + 0.4 * a)),
  );
  const toThree = (s: number, a: number) => 0.15 + 0.1 * a + 0.2 * s;
  const masks = [
    [1, 1, 0, 1, 1],
    [0, 1, 1, 1, 1],
    [1, 1, 1, 0, 1],
    [1, 0, 1, 1, 0],
    [1, 1, 1, 1, 1],
  ];
  const logits = Array.from({ length: states * 5 }, (_, i) => Math.fround(0.7 * Math.sin(1 + 3 * i)));

  const game = () => {
    let generator = createGenerator(0);
    let state = 0;
    return defineEnvironment({
      observationSpace: discrete(states),
      actionSpace: multiDiscrete([...counts]),
      legalActions: () => masks[state]!,
      reset({ seed } = {}) {
        if (seed !== undefined) generator = createGenerator(seed);
        state = generator.random() < 0.4 ? 0 : 1;
        return { observation: state };
      },
      step([first, second]) {
        const action = 3 * first! + second!;
        const gained = rewards[state]![action]!;
        state = state > 1 ? 4 : generator.random() < toThree(state, action) ? 3 : 2;
        return { observation: state, reward: gained, terminated: state === 4, truncated: false };
      },
    });
  };

  it("with masks of several choices", () => {
    const transitions: TransitionRow[] = [];
    for (let action = 0; action < actions; action++) {
      for (const s of [0, 1]) {
        transitions.push([s, action, 3, toThree(s, action)], [s, action, 2, 1 - toThree(s, action)]);
        transitions.push([s + 2, action, 4, 1]);
      }
    }
    const mdp = createMdp({ transitions, rewards, start: [0.4, 0.6, 0, 0, 0], terminal: [4], discount: 0.7 });
    const parameters = variable("logits", [states, 5], logits);
    const weights = multiply(exp(parameters), constant(masks.flat(), [states, 5]));
    const shares = (from: number, to: number) => {
      const part = slice(weights, -1, from, to);
      return divide(part, sum(part, { axis: -1, keepDimensions: true }));
    };
    const joint = multiply(reshape(shares(0, 2), [states, 2, 1]), reshape(shares(2, 5), [states, 1, 3]));
    const policy = expressionPolicy(mdp, {
      parameters: [parameters],
      probabilities: reshape(joint, [states, actions]),
    });
    // A mean over steps, two of each episode.
    const gradient = policyGradient(evaluatePolicy(mdp, policy), "startValue", { discountStates: false }).map(
      (each) => each / 2,
    );
    const options = { rolloutSteps: 4, discount: 0.7, architecture: { kind: "tabular" } } as const;
    const moves = firstMoves(game, options, logits);
    expect(largestT(moves, [...gradient])).toBeLessThan(tBound);
    expect(
      largestT(
        moves,
        logits.map(() => 0),
      ),
    ).toBeGreaterThan(2 * tBound);
  });
});
