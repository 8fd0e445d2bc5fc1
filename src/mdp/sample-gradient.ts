import { requireGenerator } from "../distributions/sampling/require-generator.ts";
import type { Generator } from "../random/index.ts";
import { knownOptions } from "../text/known-options.ts";
import { requireChoice } from "../text/require-choice.ts";
import { valueInText } from "../text/value-in-text.ts";
import { evaluatePolicy } from "./evaluate-policy.ts";
import { draw } from "./model/draw.ts";
import type { Mdp } from "./model/mdp.ts";
import type { TabularPolicy } from "./policies/tabular-policy.ts";
import type { GradientOptions } from "./policy-gradient.ts";
import { ofParameter, requireNoOverflow } from "./require-no-overflow.ts";

export interface SampleGradientOptions extends GradientOptions {
  /** How many episodes are played. */
  readonly episodes: number;
  readonly generator: Generator;
  /** What is taken from the returns: nothing (default), or the exact V(s_t). */
  readonly baseline?: "none" | "value";
}

/** An estimate of the gradient of J₁. Arrays are [parameters]. */
export interface GradientEstimate {
  readonly gradient: Float64Array;
  /** Of each element of the gradient, from the variance over the episodes. */
  readonly standardErrors: Float64Array;
  readonly episodes: number;
  /** Steps of all episodes. */
  readonly steps: number;
}

/**
 * The score-function estimate of ∇J₁ (Williams 1992; notes, eq. 10 and 11) from sampled episodes,
 *
 *     mean over the episodes of  Σ_t γᵗ ∇ log π(a_t | s_t) (G_t − b(s_t))
 *
 * which is unbiased: {@link policyGradient} is its expectation. An episode ends in a terminal state. Where there is none, it
 * ends when γᵗ is below 2⁻⁵³, where nothing that follows can change a sum of rewards of one size.
 *
 * @throws RangeError when fewer than 2 episodes are asked for, when states are not discounted and there is no terminal state,
 * when an episode takes more than 10 million steps, or when the rewards are so large that float64 does not hold their squares
 */
export function sampleGradient(
  mdp: Mdp,
  policy: TabularPolicy,
  options: SampleGradientOptions,
): GradientEstimate {
  const names = ["episodes", "generator", "baseline", "discountStates"] as const;
  const {
    episodes,
    generator,
    baseline = "none",
    discountStates = true,
  } = knownOptions("sampleGradient", options, names);
  if (!(Number.isSafeInteger(episodes) && episodes >= 2)) {
    throw new RangeError(
      `sampleGradient: episodes is ${valueInText(episodes)}; it must be an integer from 2, for standard errors.`,
    );
  }
  requireGenerator("sampleGradient", generator);
  requireChoice("sampleGradient: baseline", baseline, ["none", "value"]);
  if (!discountStates && !mdp.isEpisodic) {
    throw new RangeError(
      "sampleGradient: without terminal states, discountStates: false has no finite expectation.",
    );
  }
  const { discount } = mdp;
  const longest = Math.log(leastWeight) / Math.log(discount);
  if (!mdp.isEpisodic && longest > mostSteps) {
    throw new RangeError(
      `sampleGradient: with discount ${discount} and without terminal states an episode takes ${Math.ceil(longest)} steps; ` +
        `a smaller discount must keep it below ${mostSteps}.`,
    );
  }
  // Also refuses policies of another MDP, and with discount 1 such as never come to an end.
  const { values } = evaluatePolicy(mdp, policy);
  const count = policy.parameters.length;
  const gradient = new Float64Array(count);
  const squares = new Float64Array(count);
  let steps = 0;

  for (let episode = 1; episode <= episodes; episode++) {
    const { pairs, rewards } = playEpisode(mdp, policy, generator);
    steps += pairs.length;
    const weights = new Float64Array(policy.probabilities.length);
    let following = 0;
    for (let t = pairs.length - 1; t >= 0; t--) {
      following = rewards[t] + discount * following;
      const advantage = following - (baseline === "value" ? values[Math.floor(pairs[t] / mdp.actions)] : 0);
      const power = discountStates ? discount ** t : 1;
      // ∇ log π = ∇π / π
      weights[pairs[t]] += (power * advantage) / policy.probabilities[pairs[t]];
    }
    const sample = policy.pullback(weights);
    for (let i = 0; i < count; i++) {
      const change = sample[i] - gradient[i];
      gradient[i] += change / episode;
      squares[i] += change * (sample[i] - gradient[i]);
    }
  }
  const standardErrors = squares.map((square) => Math.sqrt(square / (episodes - 1) / episodes));
  requireNoOverflow(gradient, ofParameter("gradient"));
  requireNoOverflow(standardErrors, ofParameter("standard error"));
  return { gradient, standardErrors, episodes, steps };
}

/** What follows a smaller γᵗ cannot change a sum that begins with 1. */
const leastWeight = 2 ** -53;
const mostSteps = 10_000_000;

/** States and actions as s * actions + a, and rewards. */
function playEpisode(mdp: Mdp, policy: TabularPolicy, generator: Generator) {
  const pairs: number[] = [];
  const rewards: number[] = [];
  let state = draw(mdp.start, 0, mdp.states, generator.random());
  let weight = 1;
  do {
    const action = draw(policy.probabilities, state * mdp.actions, mdp.actions, generator.random());
    const pair = state * mdp.actions + action;
    if (pairs.length === mostSteps) {
      throw new RangeError(
        `sampleGradient: an episode has not come to an end after ${mostSteps} steps; a policy that ends it sooner is needed.`,
      );
    }
    pairs.push(pair);
    rewards.push(mdp.rewards[pair]);
    state = mdp.transitions.next(state, action, generator.random());
    weight *= mdp.discount;
  } while (mdp.terminal[state] === 0 && (mdp.isEpisodic || weight > leastWeight));
  return { pairs, rewards };
}
