/**
 * The first step of the actor-critic for the average reward against the exact gradient of J_avR of finite MDPs. Each test has a
 * false-alarm rate of 1e-6, shared among its comparisons.
 */
import { describe, expect, test } from "vitest";
import {
  type AverageRewardActorCriticOptions,
  averageRewardActorCritic,
} from "../../src/algorithms/index.ts";
import {
  createMdp,
  deterministicPolicy,
  evaluatePolicy,
  type Mdp,
  policyGradient,
  softmaxPolicy,
} from "../../src/mdp/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { savedRecord } from "../../src/state/index.ts";
import { expectedNext } from "../mdp/expected-next.ts";
import { randomLogits, randomMdp } from "../mdp/random-mdp.ts";
import { twoSteps } from "../mdp/two-steps.ts";
import { firstMoves, largestT, tBound } from "./moves.ts";

interface Case {
  readonly mdp: Mdp;
  readonly logits: Float64Array;
  /** h and g as the critic has them. */
  readonly values: ArrayLike<number>;
  readonly averageReward: number;
  readonly options?: AverageRewardActorCriticOptions;
}

/** First moves of the logits, and how far the average reward moves for a rate of 1. */
function firstSteps({ mdp, logits, values, averageReward, options }: Case) {
  const learner = averageRewardActorCritic.learner(mdp, {
    ...{ environments: 200, rolloutSteps: 4, maxGradientNorm: "none", valueWeight: 0, averageRewardRate: 1 },
    ...{ optimizer: "sgd", learningRate: 1, architecture: { kind: "tabular" } },
    ...options,
  });
  const [weights, critic] = learner.networks.map(({ parameters: [table] }) =>
    learner.policy.backend.values(table),
  );
  weights.set(logits);
  critic.set(values);
  const begin = { ...savedRecord(learner.save(), ["descent", "averageReward"]) };
  const found: number[] = [];
  const learn: typeof learner.learn = (rollout, progress) => {
    const metrics = learner.learn(rollout, progress);
    found.push(metrics.averageReward - averageReward);
    return metrics;
  };
  const moves = firstMoves(
    { ...learner, learn },
    {
      place: () => learner.restore({ ...begin, averageReward: Float64Array.of(averageReward) }),
      between: mdp.isEpisodic ? 0 : 4,
    },
  );
  return { moves, ofAverage: found.map((each) => Float64Array.of(each)) };
}

const mdp = randomMdp({ states: 4, actions: 3, seed: 5 });
const logits = randomLogits(mdp, 6).map((logit) => Math.fround(logit / 2));
const evaluation = evaluatePolicy(mdp, softmaxPolicy(mdp, logits));
const exact = policyGradient(evaluation, "averageReward");
const generator = createGenerator(9);
const wrong = Float64Array.from(evaluation.bias, (value) => generator.normal() - 2 * value);

describe("with the exact differential values as critic, a step is along the exact gradient of J_avR", () => {
  test.each([0, 0.5, 1])("for λ = %d", (lambda) => {
    const { moves } = firstSteps({
      ...{ mdp, logits, values: evaluation.bias, averageReward: evaluation.gain, options: { lambda } },
    });
    expect(largestT(moves, exact)).toBeLessThan(tBound);
    // And not along nothing: the comparison can tell.
    expect(largestT(moves, new Float64Array(exact.length))).toBeGreaterThan(2 * tBound);
  });

  test("whatever the average reward is taken to be, which is a baseline", () => {
    const { moves } = firstSteps({
      mdp,
      logits,
      values: evaluation.bias,
      averageReward: evaluation.gain + 1,
    });
    expect(largestT(moves, exact)).toBeLessThan(tBound);
  });

  test("of an endless row of episodes, where a step that terminates leads to the first state of the next one", () => {
    const episodic = twoSteps(0.7);
    const endless = withRestarts(episodic);
    const ofEpisodic = randomLogits(episodic, 6).map((logit) => Math.fround(logit / 2));
    const { bias, gain, ...rest } = evaluatePolicy(endless, softmaxPolicy(endless, ofEpisodic.slice(0, -2)));
    expect(rest.recurrentClasses).toHaveLength(1);
    const { moves } = firstSteps({
      ...{ mdp: episodic, logits: ofEpisodic, values: [...bias, 7], averageReward: gain },
      options: { lambda: 0.5 },
    });
    const gradient = policyGradient(
      evaluatePolicy(endless, softmaxPolicy(endless, ofEpisodic.slice(0, -2))),
      "averageReward",
    );
    expect(largestT(moves, [...gradient, 0, 0])).toBeLessThan(tBound);
    expect(largestT(moves, new Float64Array(ofEpisodic.length))).toBeGreaterThan(2 * tBound);
  });
});

test("with a critic that is wrong and λ = 0, a step is biased by as much as the critic is wrong", () => {
  const { moves } = firstSteps({ mdp, logits, values: wrong, averageReward: 0, options: { lambda: 0 } });
  const weights = expectedNext(mdp, wrong).map(
    (value, pair) => evaluation.stationary[Math.floor(pair / mdp.actions)] * (mdp.rewards[pair] + value),
  );
  expect(largestT(moves, evaluation.policy.pullback(weights))).toBeLessThan(tBound);
  expect(largestT(moves, exact)).toBeGreaterThan(tBound);
});

test("the average reward moves towards that of the policy, whatever the values are", () => {
  const { ofAverage } = firstSteps({ mdp, logits, values: wrong, averageReward: 0.7 });
  expect(largestT(ofAverage, [evaluation.gain - 0.7])).toBeLessThan(tBound);
  expect(largestT(ofAverage, [evaluation.gain])).toBeGreaterThan(2 * tBound);
});

test("a training comes near the best average reward of all policies", () => {
  const gains = Array.from({ length: mdp.actions ** mdp.states }, (_, number) => {
    const actions = Array.from(
      { length: mdp.states },
      (_, s) => Math.floor(number / mdp.actions ** s) % mdp.actions,
    );
    return evaluatePolicy(mdp, deterministicPolicy(mdp, actions)).gain;
  });
  const learner = averageRewardActorCritic.learner(mdp, {
    ...{ architecture: { kind: "tabular" }, learningRate: 0.05, environments: 16 },
  });
  let average = 0;
  for (let update = 0; update < 100; update++) {
    average = learner.learn(learner.collector.collect(), 0).averageReward;
  }
  const table = learner.policy.backend.values(learner.policy.parameters[0]);
  const { gain } = evaluatePolicy(mdp, softmaxPolicy(mdp, Float64Array.from(table)));
  const best = Math.max(...gains);
  expect(gain).toBeGreaterThan(best - 0.1 * (best - evaluation.gain));
  expect(average).toBeCloseTo(gain, 0.7);
});

test("a game of several players is refused, with the algorithms that take it", () => {
  expect(() => averageRewardActorCritic.learner("TicTacToe-v0")).toThrow(
    "average-reward-actor-critic: TicTacToe-v0 is a game of 2 players, whose rewards have no common average. Take a2c,",
  );
});

/** The same without an end: what led to a terminal state leads to the first states. */
function withRestarts(mdp: Mdp): Mdp {
  const { states, actions, rewards, start, terminal, discount } = mdp;
  const kept = Array.from({ length: states }, (_, s) => s).filter((s) => terminal[s] === 0);
  const columns = kept.map((to) =>
    expectedNext(
      mdp,
      Float64Array.from({ length: states }, (_, s) => (s === to ? 1 : 0)),
    ),
  );
  return createMdp({
    transitions: kept.map((s) =>
      Array.from({ length: actions }, (_, a) => {
        const stays = columns.map((column) => column[s * actions + a]);
        const ends = 1 - stays.reduce((x, y) => x + y);
        return stays.map((p, i) => p + ends * start[kept[i]]);
      }),
    ),
    rewards: kept.map((s) => rewards.slice(s * actions, (s + 1) * actions)),
    start: kept.map((s) => start[s]),
    discount,
  });
}
