import { add, clamp, type Expression, mean, multiply, negate } from "../../graph/index.ts";
import { criticLosses, type ReplayedRows } from "../../learning/index.ts";
import type { DeterministicActorCritic } from "./deterministic-actor-critic.ts";

/** Rows of the replay, with noise around the next actions. */
export interface EvaluationRows extends ReplayedRows {
  /** Standard normal numbers. */
  readonly nextNoise: Expression;
}

export interface EvaluationSettings {
  readonly discount: number;
  /** σ̃: deviation of the noise on the target policy's actions, in units of the box. */
  readonly targetNoise: number;
  /** c: where that noise is cut off. */
  readonly targetNoiseClip: number;
}

/**
 * Policy evaluation: the sum over the critics of half the mean of (Q_i(s, a) − y)², with
 *
 *     y = r + γ (1 − terminated) min_i Q̄_i(s′, clip(μ̄(s′) + clip(σ̃ ε, −c, c), −1, 1))
 *
 * by the target copies Q̄ and μ̄. No gradient passes through y.
 */
export function evaluationLosses(
  { critics, targets, targetPolicy }: DeterministicActorCritic,
  { observations, nextObservations, ...rows }: EvaluationRows,
  { discount, targetNoise, targetNoiseClip }: EvaluationSettings,
) {
  const noise = clamp(multiply(rows.nextNoise, targetNoise), -targetNoiseClip, targetNoiseClip);
  const next = within(add(targetPolicy.density({ observations: nextObservations }).mode(), noise));
  const nextValues = targets.least(nextObservations, next);
  const taken = within(rows.actions); // the bounds of the box clipped what the policy drew
  return criticLosses(critics, { ...rows, observations, taken, nextValues }, discount);
}

/**
 * Policy improvement: minus the mean of Q₁(s, μ(s)), whose gradient is that of Silver et al. 2014, E[∇_a Q₁(s, a) ∇_θ μ_θ(s)].
 * Only parameters of the policy are to follow it.
 */
export function improvementLosses(
  { policy, critics }: Pick<DeterministicActorCritic, "policy" | "critics">,
  { observations }: Pick<EvaluationRows, "observations">,
) {
  const actions = policy.density({ observations }).mode();
  const loss = negate(mean(critics.each[0].values(observations, actions)));
  return { loss, policyLoss: loss };
}

/** Actions of the box, in its units. */
const within = (actions: Expression) => clamp(actions, -1, 1);
