/**
 * Samples against exact quantities: sampled episodes, the first update of REINFORCE and the first steps of A2C
 * and PPO.
 * Each test has a false-alarm rate of 1e-6, shared among its comparisons.
 */
import { describe, expect, test } from "vitest";
import {
  type A2cTerms,
  a2c,
  actorObjective,
  clippedSurrogate,
  type GroupTerms,
  groupObjective,
  grpo,
  type ObjectiveTerms,
  ppo,
  type ReinforceTerms,
  reinforce,
  rloo,
  scoreObjective,
} from "../../src/algorithms/index.ts";
import { checkEnvironment, vectorize } from "../../src/environments/index.ts";
import { multiply } from "../../src/graph/index.ts";
import {
  createMdp,
  deterministicPolicy,
  evaluatePolicy,
  type GradientOptions,
  gambler,
  type Mdp,
  policyGradient,
  sampleGradient,
  shortCorridor,
  softmaxPolicy,
} from "../../src/mdp/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { randomLogits, randomMdp } from "./random-mdp.ts";
import { twoSteps } from "./two-steps.ts";

/** Where each comparison of 20 or fewer has a two-sided rate of 5e-8 or less, for a normal variable. */
const normalBound = 5.5;

describe("an MDP is an environment", () => {
  test.each([
    ["continuing", randomMdp({ states: 4, actions: 3, seed: 2 })],
    ["with an end", shortCorridor()],
    ["with legal actions", gambler({ goal: 9 })],
  ])("that keeps the contract: %s", (name, mdp) => {
    const report = checkEnvironment(mdp.create());
    expect(report.errors).toEqual([]);
    expect(report.warnings.length).toBe(name === "continuing" ? 1 : 0); // it has no end
  });

  test("its copies are the same as single ones, seed by seed", () => {
    const mdp = gambler({ goal: 20, heads: 0.45 });
    const count = 3;
    const fast = mdp.batch!(count);
    const singles = Array.from({ length: count }, () => mdp.create());
    const observations = new Float32Array(count * mdp.states);
    const mask = new Uint8Array(count * mdp.actions);
    const rewards = new Float64Array(count);
    const terminated = new Uint8Array(count);
    const generator = createGenerator(1);
    const states = singles.map((single, copy) => {
      fast.reset(copy, observations, copy);
      return single.reset({ seed: copy }).observation;
    });
    for (let step = 0; step < 200; step++) {
      states.forEach((state, copy) => {
        const row = observations.subarray(copy * mdp.states, (copy + 1) * mdp.states);
        expect([row.indexOf(1), row.reduce((a, b) => a + b)]).toEqual([state, 1]);
      });
      fast.legalActions!(mask);
      const actions = Int32Array.from(singles, (single, copy) => {
        const legal = Array.from(single.legalActions!());
        expect([...mask.subarray(copy * mdp.actions, (copy + 1) * mdp.actions)]).toEqual(legal);
        const choices = legal.flatMap((yes, action) => (yes ? [action] : []));
        return choices[generator.integers(0, choices.length)];
      });
      fast.step(actions, observations, rewards, terminated, new Uint8Array(count));
      singles.forEach((single, copy) => {
        const result = single.step(actions[copy]);
        expect([rewards[copy], terminated[copy] === 1]).toEqual([result.reward, result.terminated]);
        states[copy] = result.observation as number;
        if (!result.terminated) return;
        fast.reset(copy, observations);
        states[copy] = single.reset().observation as number;
      });
    }
  });

  test("its transitions have the frequencies of P, and its rewards are R", () => {
    const mdp = randomMdp({ states: 3, actions: 2, seed: 3 });
    const count = 5000;
    const environment = vectorize(mdp, { count, seed: 4 });
    const observations = new Float32Array(count * 3);
    environment.reset(observations);
    const seen = new Float64Array(3 * 2 * 3);
    for (let step = 0; step < 10; step++) {
      const before = Array.from({ length: count }, (_, i) => observations.indexOf(1, i * 3) - i * 3);
      const actions = Int32Array.from(before, (_, i) => i % 2);
      environment.step(actions, observations);
      before.forEach((state, i) => {
        if (environment.rewards[i] !== mdp.rewards[state * 2 + actions[i]])
          expect.fail(`reward of copy ${i}`);
        seen[(state * 2 + actions[i]) * 3 + observations.indexOf(1, i * 3) - i * 3]++;
      });
    }
    for (let pair = 0; pair < 6; pair++) {
      const total = seen.subarray(pair * 3, pair * 3 + 3).reduce((a, b) => a + b);
      mdp.transitions.forEachNext(Math.floor(pair / 2), pair % 2, (next, p) => {
        const deviation = Math.sqrt((p * (1 - p)) / total);
        expect(Math.abs(seen[pair * 3 + next] / total - p)).toBeLessThan(normalBound * deviation);
      });
    }
  });

  test("refuses what is not legal, and steps after the end", () => {
    const environment = gambler({ goal: 4 }).create();
    expect(() => environment.step(0)).toThrow("no episode is running");
    let seed = 0;
    while (environment.reset({ seed }).observation === 2) seed++; // where both are legal
    expect(() => environment.step(1)).toThrow("action: expected a legal one (see legalActions), found 1.");
    expect(() => environment.step(7)).toThrow("action: expected an integer from 0 to 1");
  });
});

describe("sampled gradients have the exact one as their expectation", () => {
  test.each<[string, Mdp, GradientOptions & { readonly baseline?: "value" }]>([
    ["continuing", randomMdp({ states: 3, actions: 2, seed: 5, discount: 0.6 }), {}],
    [
      "with V as a baseline",
      randomMdp({ states: 3, actions: 2, seed: 5, discount: 0.6 }),
      { baseline: "value" },
    ],
    ["episodes, not discounted", shortCorridor(), {}],
    ["episodes, discounted", shortCorridor({ discount: 0.9 }), {}],
    ["without γᵗ", shortCorridor({ discount: 0.9 }), { discountStates: false }],
    ["with legal actions", gambler({ goal: 6, heads: 0.2 }), {}],
  ])("%s", (_, mdp, { baseline, ...options }) => {
    const policy = softmaxPolicy(
      mdp,
      randomLogits(mdp, 6).map((logit) => logit / 2),
    );
    const exact = policyGradient(evaluatePolicy(mdp, policy), "startValue", options);
    const estimate = sampleGradient(mdp, policy, {
      episodes: 20_000,
      generator: createGenerator(7),
      ...(baseline && { baseline }),
      ...options,
    });
    let informative = 0;
    exact.forEach((value, i) => {
      const { gradient, standardErrors } = estimate;
      const off = Math.abs(gradient[i] - value);
      expect(off).toBeLessThanOrEqual(normalBound * standardErrors[i] + 1e-12);
      if (Math.abs(value) > 6 * standardErrors[i] && standardErrors[i] > 0) informative++;
    });
    // The comparison means something: some elements are known to be different from 0.
    expect(informative).toBeGreaterThanOrEqual(2);
    expect(estimate.steps).toBeGreaterThan(20_000);
  });

  test("a baseline lessens the standard errors", () => {
    const mdp = shortCorridor();
    const policy = softmaxPolicy(mdp);
    const errors = (["none", "value"] as const).map((baseline) => {
      const options = { episodes: 2000, generator: createGenerator(8), baseline };
      return sampleGradient(mdp, policy, options)
        .standardErrors.subarray(0, 6)
        .reduce((a, b) => a + b);
    });
    expect(errors[1]).toBeLessThan(0.7 * errors[0]);
  });

  test("what has no expectation is refused", () => {
    const continuing = randomMdp({ states: 3, actions: 2, seed: 5 });
    const generator = createGenerator(0);
    const policy = softmaxPolicy(continuing);
    expect(() => sampleGradient(continuing, policy, { episodes: 1, generator })).toThrow("integer from 2");
    expect(() =>
      sampleGradient(continuing, policy, { episodes: 9, generator, discountStates: false }),
    ).toThrow("no finite expectation");
    const baseline = "values" as "value";
    expect(() => sampleGradient(continuing, policy, { episodes: 9, generator, baseline })).toThrow(
      'baseline is "values"; it must be one of: none, value',
    );
  });

  test("rewards count that come late, however large they are beside γᵗ", () => {
    const states = 21;
    const last = states - 1;
    const line = createMdp({
      transitions: Array.from({ length: states }, (_, state) => {
        const next = Array.from({ length: states }, (_, other) =>
          Number(other === Math.min(state + 1, last)),
        );
        return [next, next];
      }),
      rewards: Array.from({ length: states }, (_, state) => [state === last - 1 ? 1e20 : 0, 0]),
      start: Array.from({ length: states }, (_, state) => Number(state === 0)),
      terminal: [last],
      discount: 0.1,
    });
    const policy = softmaxPolicy(line);
    const { gradient } = sampleGradient(line, policy, { episodes: 2000, generator: createGenerator(4) });
    // The action is drawn by ½ each: 4.9 standard errors, a false alarm in a million.
    const exact = policyGradient(evaluatePolicy(line, policy));
    const at = 2 * (last - 1);
    expect(exact[at]).toBeCloseTo(2.5, 10);
    expect(Math.abs(gradient[at] - exact[at])).toBeLessThan((4.9 * 2.5) / Math.sqrt(2000));
  });

  test("an episode that does not come to an end is an error", () => {
    const mdp = createMdp({
      transitions: [[[1, 0], [0, 1]], [[0, 1], [0, 1]]], // biome-ignore format: a matrix
      rewards: [[1, 0], [0, 0]], // biome-ignore format: a matrix
      start: [1, 0],
      terminal: [1],
      discount: 0.9,
    });
    const policy = deterministicPolicy(mdp, [0, 0]);
    const generator = createGenerator(0);
    expect(() => sampleGradient(mdp, policy, { episodes: 2, generator, discountStates: false })).toThrow(
      "has not come to an end after 10000000 steps",
    );
  });
});

/** Student's t with 39 degrees of freedom: 6.6 has a two-sided rate below 1e-7, shared by 8 comparisons. */
const runs = 40;
const tBound = 6.6;

/** Weights of a policy that is linear in the one-hot state: logits, but for the bias. */
interface Weights {
  readonly weight: Float32Array;
  readonly bias: Float32Array;
}

/**
 * Where an algorithm first moves a policy: the logits of the four states, and the change of the weights over the step
 * size, for each of the runs. `firstStep` gives the weights after one update along `scale` times the objective. Adam's
 * step is proportional to the gradient where that is far below its ε; a scale of 0 gives the initial weights.
 */
function firstMoves(firstStep: (seed: number, scale: number) => Weights, stepSize: number) {
  return Array.from({ length: runs }, (_, seed) => {
    const before = firstStep(seed, 0);
    const after = firstStep(seed, 1);
    return {
      logits: Float64Array.from(before.weight, (weight, i) => weight + before.bias[i % 2]),
      move: Array.from({ length: 8 }, (_, i) => (after.weight[i] - before.weight[i]) / stepSize),
    };
  });
}

/** The largest t statistic of the moves less a gradient, over the logits. */
function largestT(
  moves: ReturnType<typeof firstMoves>,
  gradient: (logits: Float64Array) => Float64Array,
): number {
  const differences = moves.map(({ logits, move }) => {
    const expected = gradient(logits);
    return move.map((value, i) => value - expected[i]);
  });
  const statistics = Array.from({ length: 8 }, (_, i) => {
    const mean = differences.reduce((sum, row) => sum + row[i], 0) / runs;
    const variance = differences.reduce((sum, row) => sum + (row[i] - mean) ** 2, 0) / (runs - 1);
    return mean / Math.sqrt(variance / runs);
  });
  return Math.max(...statistics.map(Math.abs));
}

describe("algorithms first move along the exact gradient, in expectation", () => {
  const weightsOf = (policy: { weights(): Record<string, { readonly data: Float32Array }> }) => {
    const { "policy.0.weight": weight, "policy.0.bias": bias } = policy.weights();
    return { weight: weight.data, bias: bias.data };
  };
  const gradientOf = (mdp: Mdp, options: GradientOptions = {}, factor = 1) => {
    return (logits: Float64Array) =>
      policyGradient(evaluatePolicy(mdp, softmaxPolicy(mdp, logits)), "startValue", options).map(
        (g) => g * factor,
      );
  };

  test.each(["none", "mean", "value"] as const)("REINFORCE, baseline %s", (baseline) => {
    const mdp = twoSteps(0.7);
    const tiny = 1e-12;
    const first = (seed: number, scale: number) => {
      const options = {
        hidden: [],
        seed,
        steps: 1,
        episodesPerUpdate: 64,
        discount: 0.7,
        baseline,
        learningRate: 100,
      };
      const objective = {
        objective: (terms: ReinforceTerms) => multiply(scoreObjective(terms), scale * tiny),
      };
      for (const { policy } of reinforce(mdp, options, objective)) return weightsOf(policy);
      throw new Error("no update");
    };
    const moves = firstMoves(first, (100 * tiny) / 1e-8);
    expect(largestT(moves, gradientOf(mdp))).toBeLessThan(tBound);
    // And not along another one: the comparison would show a difference.
    expect(largestT(moves, gradientOf(mdp, { discountStates: false }))).toBeGreaterThan(2 * tBound);
  });

  const groups = {
    groupsPerUpdate: 16,
    groupSize: 4,
    hidden: [],
    steps: 1,
    discount: 0.7,
    learningRate: 100,
  };

  test("RLOO", () => {
    const mdp = twoSteps(0.7);
    const tiny = 1e-12;
    const first = (seed: number, scale: number) => {
      const objective = {
        objective: (terms: ReinforceTerms) => multiply(scoreObjective(terms), scale * tiny),
      };
      for (const { policy } of rloo(mdp, { ...groups, seed }, objective)) return weightsOf(policy);
      throw new Error("no update");
    };
    const moves = firstMoves(first, (100 * tiny) / 1e-8);
    expect(largestT(moves, gradientOf(mdp))).toBeLessThan(tBound);
    expect(largestT(moves, gradientOf(mdp, { discountStates: false }))).toBeGreaterThan(1.5 * tBound);
  });

  test("GRPO: by form dr-grpo, times (n − 1)/n; by form grpo along another one", () => {
    const mdp = twoSteps(0.7);
    const tiny = 1e-12;
    const movesBy = (form: "grpo" | "dr-grpo") => {
      const first = (seed: number, scale: number) => {
        const objective = { objective: (terms: GroupTerms) => multiply(groupObjective(terms), scale * tiny) };
        for (const { policy } of grpo(mdp, { ...groups, seed, form }, objective)) return weightsOf(policy);
        throw new Error("no update");
      };
      return firstMoves(first, (100 * tiny) / 1e-8);
    };
    expect(largestT(movesBy("dr-grpo"), gradientOf(mdp, {}, 0.75))).toBeLessThan(tBound);
    expect(largestT(movesBy("grpo"), gradientOf(mdp, {}, 0.75))).toBeGreaterThan(2 * tBound);
  });

  test.each([false, true])("A2C with the critic that it begins with, γᵗ: %s; per step", (discountStates) => {
    const mdp = twoSteps(0.7);
    const first = (seed: number, scale: number) => {
      const options = {
        ...{ hidden: [], seed, steps: 1, environments: 64, rolloutSteps: 16, discount: 0.7, discountStates },
        ...{ optimizer: "sgd" as const, learningRate: 0.1, maxGradientNorm: "none" as const },
      };
      const objective = { objective: (terms: A2cTerms) => multiply(actorObjective(terms), scale) };
      for (const { policy } of a2c(mdp, options, objective)) return weightsOf(policy);
      throw new Error("no update");
    };
    // A mean over steps, two of each episode.
    const moves = firstMoves(first, 0.1);
    expect(largestT(moves, gradientOf(mdp, { discountStates }, 0.5))).toBeLessThan(tBound);
    expect(largestT(moves, gradientOf(mdp, { discountStates: !discountStates }, 0.5))).toBeGreaterThan(
      2 * tBound,
    );
  });

  test("PPO: without γᵗ, per step", () => {
    const mdp = twoSteps(0.7);
    const epsilon = 1e6;
    const first = (seed: number, scale: number) => {
      const options = {
        ...{ hidden: [], seed, steps: 1, environments: 16, rolloutSteps: 16, minibatchSize: 256, epochs: 1 },
        ...{ discount: 0.7, lambda: 1, normalizeAdvantages: false, maxGradientNorm: "none" as const },
        ...{ normalizeRewards: false, adamEpsilon: epsilon, learningRate: 0.1 * epsilon },
      };
      const objective = { objective: (terms: ObjectiveTerms) => multiply(clippedSurrogate(terms), scale) };
      for (const { policy } of ppo(mdp, options, objective)) return weightsOf(policy);
      throw new Error("no update");
    };
    // A mean over steps, two of each episode.
    const moves = firstMoves(first, 0.1);
    expect(largestT(moves, gradientOf(mdp, { discountStates: false }, 0.5))).toBeLessThan(tBound);
    expect(largestT(moves, gradientOf(mdp, {}, 0.5))).toBeGreaterThan(2 * tBound);
  });

  test("training on an MDP comes near its optimum", () => {
    let last = Number.NEGATIVE_INFINITY;
    const mdp = twoSteps(1);
    const best = 0.4 * (0.5 + 0.7 * 3 + 0.3 * 2) + 0.6 * (0.3 + 0.9 * 3 + 0.1 * 2);
    expect(best).toBeGreaterThan(2.8);
    for (const { episodes } of ppo(mdp, { steps: 8192, learningRate: 0.01, discount: 1, seed: 1 })) {
      last = episodes.meanReturn!;
    }
    expect(last).toBeGreaterThan(0.95 * best);
  });
});
