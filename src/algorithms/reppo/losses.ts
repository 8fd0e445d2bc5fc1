import {
  add,
  concatenate,
  type Expression,
  less,
  mean,
  multiply,
  negate,
  reshape,
  select,
  square,
  stopGradient,
  subtract,
  sum,
} from "../../graph/index.ts";
import type { Reppo } from "./agent.ts";

/** Steps that the critic learns from. */
export interface EvaluationRows {
  readonly observations: Expression;
  /** As the policy drew them. */
  readonly actions: Expression;
  readonly rewards: Expression;
  readonly terminated: Expression;
  /** The returns that are learned, [batch], and their histograms, [batch, bins]. */
  readonly returns: Expression;
  readonly histograms: Expression;
  /** Features of what each step led to: [batch, size]. */
  readonly nextFeatures: Expression;
}

/**
 * The cross-entropy of the histogram of Q(s, a) against that of the return, and `auxiliaryWeight` times the mean square error of
 * what the features predict, the features of the next step and the reward; a step that ended the task counts as 0 there.
 */
export function evaluationLosses(
  { critic, histogram, actions }: Reppo,
  rows: EvaluationRows,
  auxiliaryWeight: number,
) {
  const { observations, rewards, terminated, returns, histograms, nextFeatures } = rows;
  const taken = actions.taken(rows.actions);
  const logits = critic.logits(observations, taken);
  const values = histogram.mean(logits);
  const valueLoss = mean(histogram.loss(logits, histograms));
  const came = concatenate([nextFeatures, reshape(rewards, [rewards.shape[0], 1])], -1);
  const errors = mean(square(subtract(critic.foretold(observations, taken), came)), { axis: -1 });
  const auxiliaryLoss = mean(multiply(errors, subtract(1, terminated)));
  return {
    loss: add(valueLoss, multiply(auxiliaryLoss, auxiliaryWeight)),
    ...{
      valueLoss,
      auxiliaryLoss,
      value: mean(values),
      squaredError: mean(square(subtract(values, returns))),
    },
  };
}

/** Observations, with noise that draws an action at each where they are drawn. */
export interface ImprovementRows {
  readonly observations: Expression;
  readonly noise?: Expression;
}

/**
 * The mean over states of α log π(a | s) − Q(s, a), a ~ π with its pathwise gradient, or for discrete actions that of the
 * expectation, where the policy is within `klBound` of the one that acted, and of β KL(π_acted ‖ π) where it is not. Added to it
 * are α (entropy − target) and β (bound − KL), of which only α and β have a gradient: α rises while the entropy is below its
 * target, β while the divergence is above its bound.
 */
export function improvementLosses(agent: Reppo, { observations, noise }: ImprovementRows, klBound: number) {
  const { policy, acted, critic, actions, temperature, klMultiplier, targetEntropy } = agent;
  const density = policy.density({ observations });
  const expected = actions.expected(density, critic, observations, noise);
  const divergence = acted.density({ observations }).kl(density);
  const held = stopGradient;
  const gain = subtract(expected.value, multiply(held(temperature), expected.logProb));
  const policyLoss = mean(
    select(less(divergence, klBound), negate(gain), multiply(held(klMultiplier), divergence)),
  );
  const entropy = negate(mean(expected.logProb));
  const kl = mean(divergence);
  const temperatureLoss = multiply(temperature, held(subtract(entropy, targetEntropy)));
  const multiplierLoss = multiply(klMultiplier, held(subtract(klBound, kl)));
  const outside = mean(select(less(divergence, klBound), 0, 1));
  return {
    loss: add(policyLoss, add(sum(temperatureLoss), sum(multiplierLoss))),
    ...{ policyLoss, entropy, kl, klFraction: outside, temperature, klWeight: klMultiplier },
  };
}
