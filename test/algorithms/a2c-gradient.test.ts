/**
 * The first step of A2C against the exact gradient of finite MDPs, with a critic that is right and with one that is
 * wrong. Each test has a false-alarm rate of 1e-6, shared among its comparisons.
 */
import { describe, expect, test } from "vitest";
import { type A2cOptions, a2c } from "../../src/algorithms/index.ts";
import {
  evaluatePolicy,
  type GradientOptions,
  type Mdp,
  type PolicyEvaluation,
  policyGradient,
  shortCorridor,
  softmaxPolicy,
} from "../../src/mdp/index.ts";
import { gradientParts } from "../../src/mdp/policy-gradient.ts";
import { createGenerator } from "../../src/random/index.ts";
import { expectedNext } from "../mdp/expected-next.ts";
import { randomLogits, randomMdp } from "../mdp/random-mdp.ts";
import { twoSteps } from "../mdp/two-steps.ts";

const runs = 40;
/** Student's t with 39 degrees of freedom: 7.2 has a two-sided rate below 2e-8, shared by 50 comparisons or fewer. */
const tBound = 7.2;

interface Case {
  readonly mdp: Mdp;
  readonly logits: Float64Array;
  /** V(s) as the critic has it. */
  readonly critic: Float64Array;
  readonly options: A2cOptions;
  /** Rollouts after which the copies have forgotten how they began. */
  readonly burnIn?: number;
}

/** How far one step of A2C moves the logits for a step size of 1, in each of the runs: [states × actions]. */
function firstMoves({ mdp, logits, critic, options, burnIn = 0 }: Case): Float64Array[] {
  return Array.from({ length: runs }, (_, run) => {
    const learner = a2c.learner(mdp, {
      ...{ environments: 200, discount: mdp.discount, maxGradientNorm: "none", valueWeight: 0 },
      ...{ optimizer: "sgd", learningRate: 1, architecture: { kind: "tabular" }, seed: run },
      ...options,
    });
    const { policy, collector, networks } = learner;
    const [weights, values] = networks.map(({ parameters: [table] }) => policy.backend.values(table));
    weights.set(logits);
    values.set(critic);
    for (let rollouts = 0; rollouts < burnIn; rollouts++) {
      learner.learn(collector.collect(), 0);
      weights.set(logits);
    }
    learner.learn(collector.collect(), 0);
    return Float64Array.from(weights, (after, i) => after - Math.fround(logits[i]));
  });
}

/** The largest t statistic of the moves less a gradient, over the logits that move at all. */
function largestT(moves: readonly Float64Array[], gradient: Float64Array): number {
  const statistics = Array.from(gradient, (expected, i) => {
    const mean = moves.reduce((sum, move) => sum + move[i], 0) / runs;
    const variance = moves.reduce((sum, move) => sum + (move[i] - mean) ** 2, 0) / (runs - 1);
    if (variance === 0) return mean === 0 && Math.abs(expected) < 1e-15 ? 0 : Number.POSITIVE_INFINITY;
    return Math.abs(mean - expected) / Math.sqrt(variance / runs);
  });
  return Math.max(...statistics);
}

const ofTwoSteps = twoSteps(0.7);
const corridor = shortCorridor({ discount: 0.8 });
const continuing = randomMdp({ states: 4, actions: 3, seed: 5, discount: 0.8 });

/** A problem with a policy for it, exactly solved; `wrong` is a critic that knows nothing of it. */
function solved(mdp: Mdp) {
  const logits = randomLogits(mdp, 6).map((logit) => Math.fround(logit / 2));
  const evaluation = evaluatePolicy(mdp, softmaxPolicy(mdp, logits));
  const generator = createGenerator(9);
  const wrong = Float64Array.from(evaluation.values, () => generator.normal());
  return { mdp, logits, evaluation, wrong };
}

/** The mean number of steps of an episode; 1 where there are none: the weights of states then sum to 1. */
function meanLength(evaluation: PolicyEvaluation): number {
  const { stateWeights } = gradientParts(evaluation, "startValue", { discountStates: false });
  return stateWeights.reduce((a, b) => a + b);
}

/** What a mean over steps should be: the exact gradient over the mean length of an episode. */
function exactGradient(evaluation: PolicyEvaluation, options: GradientOptions): Float64Array {
  return policyGradient(evaluation, "startValue", options).map((value) => value / meanLength(evaluation));
}

/**
 * What it is with Q̂(s, a) = R(s, a) + γ Σ P(s′ | s, a) V̂(s′) in the place of Q, as a single reward and a critic V̂ have
 * it.
 */
function bootstrappedGradient(evaluation: PolicyEvaluation, critic: Float64Array): Float64Array {
  const { mdp, policy } = evaluation;
  const { stateWeights } = gradientParts(evaluation, "startValue", { discountStates: false });
  const following = expectedNext(
    mdp,
    critic.map((value, s) => (mdp.terminal[s] ? 0 : value)),
  );
  const weights = following.map((value, pair) => {
    const weight = stateWeights[Math.floor(pair / mdp.actions)] / meanLength(evaluation);
    return weight * (mdp.rewards[pair] + mdp.discount * value);
  });
  return policy.pullback(weights);
}

describe("with the exact value function as critic, A2C moves along the exact gradient without γᵗ", () => {
  test.each([
    ["of an episode of two steps", ofTwoSteps, 0],
    ["of episodes of any length", corridor, 60],
    ["of a task without an end", continuing, 20],
  ] as const)("%s, for each λ, over rollouts that end in between", (_, mdp, burnIn) => {
    const { logits, evaluation } = solved(mdp);
    const exact = exactGradient(evaluation, { discountStates: false });
    const rolloutSteps = mdp === ofTwoSteps ? 4 : 3;
    for (const lambda of [0, 0.5, 1]) {
      const moves = firstMoves({
        ...{ mdp, logits, burnIn, critic: evaluation.values },
        options: { lambda, rolloutSteps },
      });
      expect(largestT(moves, exact), `λ = ${lambda}`).toBeLessThan(tBound);
      // And not along nothing: the comparison can tell.
      expect(largestT(moves, new Float64Array(exact.length))).toBeGreaterThan(2 * tBound);
    }
  });
});

describe("with γᵗ, A2C moves along the exact gradient of J₁", () => {
  test.each([
    ["an episode of two steps", ofTwoSteps, 0],
    ["episodes of any length, over rollouts that end in between", corridor, 60],
  ] as const)("%s", (_, mdp, burnIn) => {
    const { logits, evaluation } = solved(mdp);
    const rolloutSteps = mdp === ofTwoSteps ? 4 : 3;
    const moves = firstMoves({
      ...{ mdp, logits, burnIn, critic: evaluation.values },
      options: { rolloutSteps, discountStates: true, environments: 800 },
    });
    expect(largestT(moves, exactGradient(evaluation, {}))).toBeLessThan(tBound);
    expect(largestT(moves, exactGradient(evaluation, { discountStates: false }))).toBeGreaterThan(2 * tBound);
  });
});

describe("a critic that is wrong", () => {
  const { mdp, logits, evaluation, wrong } = solved(ofTwoSteps);
  const exact = exactGradient(evaluation, { discountStates: false });

  test("does not bias the estimate as a baseline: λ = 1 and whole episodes", () => {
    const moves = firstMoves({ mdp, logits, critic: wrong, options: { rolloutSteps: 4 } });
    expect(largestT(moves, exact)).toBeLessThan(tBound);
    expect(largestT(moves, bootstrappedGradient(evaluation, wrong))).toBeGreaterThan(2 * tBound);
  });

  test.each<[string, A2cOptions]>([
    ["λ = 0", { rolloutSteps: 4, lambda: 0 }],
    ["rollouts of a single step", { rolloutSteps: 1 }],
  ])("biases it as what follows the rewards, by as much as it is wrong: %s", (_, options) => {
    // Copies that take a single step are all in the first states or all in the second ones: two rollouts make an episode.
    const moves =
      options.rolloutSteps === 1
        ? meanMoves([0, 1].map((burnIn) => firstMoves({ mdp, logits, critic: wrong, options, burnIn })))
        : firstMoves({ mdp, logits, critic: wrong, options });
    expect(largestT(moves, bootstrappedGradient(evaluation, wrong))).toBeLessThan(tBound);
    expect(largestT(moves, exact)).toBeGreaterThan(2 * tBound);
  });

  test("that is in closed form what it should be: none for the exact values", () => {
    const unbiased = bootstrappedGradient(evaluation, evaluation.values);
    unbiased.forEach((value, i) => expect(value).toBeCloseTo(exact[i], 12));
  });
});

function meanMoves(all: readonly (readonly Float64Array[])[]): Float64Array[] {
  return Array.from({ length: runs }, (_, run) =>
    all[0][run].map((_, i) => all.reduce((sum, moves) => sum + moves[run][i] / all.length, 0)),
  );
}
