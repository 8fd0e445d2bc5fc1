import { describe, expect, it } from "vitest";
import { ppo } from "../../src/algorithms/index.ts";
import {
  box,
  defineEnvironment,
  discrete,
  type Environment,
  environmentSeed,
  make,
} from "../../src/environments/index.ts";
import { watchEpisodes } from "../../src/experience/index.ts";
import { evaluate, evaluateLater } from "../../src/index.ts";
import { defaultArchitecture } from "../../src/networks/index.ts";
import { createPolicy, type Policy } from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";

const firstCopy = 1_000_000;
const lengthOf = (seed: number) => 1 + (seed % 50);

/** The first episode after a seed is as long as the seed says, all others last one step; each step is worth 1. */
function marathon(): Environment<Float32Array, number> {
  let left = 0;
  return defineEnvironment({
    observationSpace: box({ low: 0, high: 50, shape: [1] }),
    actionSpace: discrete(2),
    reset({ seed } = {}) {
      left = seed === undefined ? 1 : lengthOf(seed);
      return { observation: [left] };
    },
    step() {
      left--;
      return { observation: [left], reward: 1, terminated: left === 0, truncated: false };
    },
  });
}

function policyFor<Observation, Action>(
  environment: Environment<Observation, Action>,
): Policy<Observation, Action> {
  return createPolicy(environment, { generator: createGenerator(1) });
}

describe("evaluate", () => {
  it.each([1, 7, 128, 300])("counts each of %i episodes exactly once, long or short", (episodes) => {
    const { returns, lengths, ...summary } = evaluate(policyFor(marathon()), marathon, { episodes, seed: 3 });
    const expected = Array.from({ length: episodes }, (_, i) => lengthOf(environmentSeed(3, firstCopy + i)));
    expect(returns).toEqual(expected);
    expect(lengths).toEqual(expected);
    const mean = expected.reduce((sum, x) => sum + x) / episodes;
    expect(summary.episodes).toBe(episodes);
    expect(summary.mean).toBeCloseTo(mean, 10);
    expect(summary.meanLength).toBeCloseTo(mean, 10);
    const std = Math.sqrt(expected.reduce((sum, x) => sum + (x - mean) ** 2, 0) / episodes);
    expect(summary.std).toBeCloseTo(std, 10);
    if (episodes === 1) expect(summary.standardError).toBeNaN();
    else expect(summary.standardError).toBeCloseTo(std / Math.sqrt(episodes - 1), 10);
    expect([summary.min, summary.max]).toEqual([Math.min(...expected), Math.max(...expected)]);
  });

  it("gives the same returns with any number of copies", () => {
    let policy: Policy<Float32Array, number> | undefined;
    for (const report of ppo("CartPole-v1", { steps: 2048, normalizeObservations: false, seed: 1 }))
      policy = report.policy as typeof policy;
    for (const stochastic of [false, true]) {
      const evaluateWith = (environments: number) =>
        evaluate(policy!, "CartPole-v1", { episodes: 20, environments, stochastic }).returns;
      const one = evaluateWith(1);
      expect(new Set(one).size).toBeGreaterThan(5);
      for (const environments of [2, 7, 20, 128]) expect(evaluateWith(environments)).toEqual(one);
    }
  });

  it("makes no more copies than it is told to, one by default, and closes them", () => {
    let open = 0;
    let most = 0;
    let made = 0;
    const counted = () => {
      made++;
      most = Math.max(most, ++open);
      return { ...marathon(), close: () => void open-- };
    };
    const policy = policyFor(marathon());
    for (const [options, copies] of [
      [{}, 1],
      [{ environments: 3 }, 3],
      [{ environments: 64, episodes: 5 }, 5],
    ] as const) {
      made = most = 0;
      expect(evaluate(policy, counted, { episodes: 10, ...options }).min).toBeGreaterThan(0);
      expect({ made, most, open }).toEqual({ made: copies, most: copies, open: 0 });
    }
  });

  it("plays 200,000 episodes, more than fit into the arguments of a call", () => {
    const shortest = () => ({
      ...marathon(),
      step: () => ({ observation: [1], reward: 1, terminated: true, truncated: false }),
    });
    const policy = createPolicy(shortest(), {
      generator: createGenerator(1),
      architecture: { ...defaultArchitecture, hidden: [1] },
    });
    const options = { episodes: 200_000, environments: 1000 };
    expect(evaluate(policy, shortest, options)).toMatchObject({ min: 1, max: 1, mean: 1, std: 0 });
  });

  it("plays 100 episodes of seed 0 unless told otherwise", () => {
    const policy = policyFor(marathon());
    expect(evaluate(policy, marathon)).toEqual(evaluate(policy, marathon, { episodes: 100, seed: 0 }));
    expect(evaluate(policy, marathon).returns).not.toEqual(evaluate(policy, marathon, { seed: 1 }).returns);
  });

  const favourite = () =>
    defineEnvironment({
      observationSpace: box({ low: 0, high: 1, shape: [2] }),
      actionSpace: discrete(5),
      reset: () => ({ observation: [0.5, 1] }),
      step: (action) => ({ observation: [0, 0], reward: action, terminated: true, truncated: false }),
    });

  it("draws actions with the probabilities of the policy, if it is to be stochastic", () => {
    const policy = policyFor(favourite());
    const generator = createGenerator(5);
    const probabilities = new Array<number>(5).fill(0);
    for (let draws = 0; draws < 400; draws++) {
      const { action, logProb } = policy.sample([0.5, 1], generator);
      probabilities[action] = Math.exp(logProb);
    }
    expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    const episodes = 10_000;
    const { returns } = evaluate(policy, favourite, { episodes, environments: 64, stochastic: true });
    const statistic = probabilities.reduce((sum, p, action) => {
      const found = returns.filter((each) => each === action).length;
      return sum + (found - episodes * p) ** 2 / (episodes * p);
    }, 0);
    // The quantile of χ² with 4 degrees of freedom at 1 - 1e-6: false alarms are that rare, and the seed is fixed.
    expect(statistic).toBeLessThan(33.4);
    // Neighboring episodes draw independently: their actions are equal as often as chance has it.
    const equal = returns.slice(1).filter((each, i) => each === returns[i]).length / (episodes - 1);
    const chance = probabilities.reduce((sum, p) => sum + p * p, 0);
    expect(Math.abs(equal - chance)).toBeLessThan(4.9 * Math.sqrt((chance * (1 - chance)) / episodes));
    expect(evaluate(policy, favourite, { episodes: 50, stochastic: true, seed: 1 }).returns).not.toEqual(
      returns.slice(0, 50),
    );
  });

  it.each([false, true])("waits for environments that answer later, stochastic: %s", async (stochastic) => {
    const policy = policyFor(marathon());
    const later = () => {
      const { reset, step, ...rest } = marathon();
      const soon = async <Result>(result: Result): Promise<Result> => {
        await new Promise((resolve) => setTimeout(resolve));
        return result;
      };
      return {
        ...rest,
        reset: (options?: Parameters<typeof reset>[0]) => soon(reset(options)),
        step: (action: number) => soon(step(action)),
      };
    };
    const options = { episodes: 20, environments: 8, stochastic, seed: 4 };
    const now = evaluate(policy, marathon, options);
    expect(await evaluateLater(policy, later, options)).toEqual(now);
    expect(await evaluateLater(policy, marathon, options)).toEqual(now);
    expect(() => evaluate(policy, later, options)).toThrow("found a promise");
  });

  it("takes the most probable action", () => {
    const policy = policyFor(favourite());
    const best = policy.act(Float32Array.of(0.5, 1));
    expect(evaluate(policy, favourite, { episodes: 20 })).toMatchObject({ mean: best, std: 0 });
  });

  it("keeps to the legal actions", () => {
    const onlyThree = () =>
      defineEnvironment({
        observationSpace: box({ low: 0, high: 1, shape: [1] }),
        actionSpace: discrete(5),
        reset: () => ({ observation: [1] }),
        step: (action) => ({ observation: [1], reward: action, terminated: true, truncated: false }),
        legalActions: () => [0, 0, 0, 1, 0],
      });
    const policy = createPolicy(onlyThree(), { generator: createGenerator(1), masked: true });
    expect(evaluate(policy, onlyThree, { episodes: 3 }).returns).toEqual([3, 3, 3]);
  });

  it("plays continuous actions too", () => {
    const policy = policyFor(make("Pendulum-v1"));
    const { returns } = evaluate(policy, "Pendulum-v1", { episodes: 3 });
    expect(returns.every((value) => value < 0 && value > -2000)).toBe(true);
  });

  it("turns down an environment that is not like the policy's", () => {
    expect(() => evaluate(policyFor(marathon()) as Policy, "CartPole-v1")).toThrow(
      "policy: the observation space that it was made for is not that of CartPole-v1: shape is [1] in the first and [4] in " +
        "the second. Take an environment like the one that it was trained in.",
    );
  });

  it("gives up on episodes that do not end", () => {
    const endless = () => ({
      ...marathon(),
      step: () => ({ observation: [1], reward: 0, terminated: false, truncated: false }),
    });
    expect(() => evaluate(policyFor(endless()), endless, { longestEpisode: 200 })).toThrow(
      "endless: an episode of the evaluation has not ended after 200 steps. Give it a time limit: timeLimit(environment, 500), " +
        "or maxEpisodeSteps in its definition (in the environment itself it is not read); or call evaluate() with a larger " +
        "longestEpisode.",
    );
  });

  it("takes no more memory of the backend each time, and one actor for each evaluation at once", async () => {
    const policy = policyFor(marathon());
    let made = 0;
    const counting: typeof policy = {
      ...policy,
      actor(count) {
        made++;
        return policy.actor(count);
      },
    };
    const options = { episodes: 6, environments: 3, stochastic: true };
    const expected = evaluate(policy, marathon, options);
    for (let i = 0; i < 3; i++) expect(evaluate(counting, marathon, options)).toEqual(expected);
    expect(made).toBe(1);
    const together = await Promise.all([1, 2].map(() => evaluateLater(counting, marathon, options)));
    expect(together).toEqual([expected, expected]);
    expect(made).toBe(2);
    expect(() => evaluate(counting, marathon, { ...options, longestEpisode: 1 })).toThrow("has not ended");
    for await (const _ of watchEpisodes(counting, marathon)) break;
    for await (const { returns } of watchEpisodes(counting, marathon))
      expect(returns[0]).toBeGreaterThanOrEqual(0);
    expect(made).toBe(3);
  });

  it.each([0, -1, 1.5, Number.NaN])("turns down %d episodes or copies", (count) => {
    for (const name of ["episodes", "environments"]) {
      expect(() => evaluate(policyFor(marathon()), marathon, { [name]: count })).toThrow(
        `${name} is ${count}; it must be an integer from 1`,
      );
    }
  });
});

describe("evaluate, given no policy", () => {
  const untyped = evaluate as (...given: readonly unknown[]) => unknown;

  it("says what it was given, and where a report has its policy", () => {
    const [report] = ppo("CartPole-v1", { steps: 8, environments: 1, rolloutSteps: 8, minibatchSize: 8 });
    expect(() => untyped(report, "CartPole-v1")).toThrow(
      /^evaluate: the policy is an object with keys .*; it must be a policy .* as in report\.policy$/,
    );
    expect(() => untyped(undefined, "CartPole-v1")).toThrow(
      "evaluate: the policy is undefined; it must be a policy that was trained, or loaded by loadPolicy of logpi",
    );
  });
});
