import type { PolicyEvaluation } from "./evaluate-policy.ts";
import { symmetricPseudoInverse } from "./linear-algebra/symmetric-pseudo-inverse.ts";
import type { TabularPolicy } from "./policies/tabular-policy.ts";
import { gradientParts, type Objective, policyGradient } from "./policy-gradient.ts";
import { ofPair, ofParameter, requireNoOverflow } from "./require-no-overflow.ts";

/**
 * ∇ log π(a | s), row-major [states × actions × parameters]; 0 for actions of probability 0, or one of which 1/π is infinite.
 * The policy is differentiated once for each state and action.
 */
export function scores({
  states,
  actions,
  probabilities,
  parameters,
  pullback,
}: TabularPolicy): Float64Array {
  const count = parameters.length;
  const all = new Float64Array(states * actions * count);
  const weights = new Float64Array(states * actions);
  for (let pair = 0; pair < weights.length; pair++) {
    const inverse = 1 / probabilities[pair];
    if (inverse === Infinity) continue;
    weights[pair] = inverse;
    all.set(pullback(weights), pair * count);
    weights[pair] = 0;
  }
  return all;
}

/**
 * The Fisher information of the policy, averaged over states: F = Σ_s w(s) Σ_a π(a | s) ∇ log π(a | s) ∇ log π(a | s)ᵀ
 * (Kakade 2001). The weights are the distribution of states of the objective: the discounted visitation divided
 * by its sum for `startValue`, the stationary distribution for the others.
 *
 * @returns [parameters × parameters]
 */
export function fisherMatrix(
  evaluation: PolicyEvaluation,
  objective: Objective = "startValue",
): Float64Array {
  const { policy } = evaluation;
  const { actions, probabilities } = policy;
  const { distribution } = stateDistribution(evaluation, objective);
  const count = policy.parameters.length;
  const all = scores(policy);
  const fisher = new Float64Array(count * count);
  for (let pair = 0; pair < probabilities.length; pair++) {
    const weight = distribution[Math.floor(pair / actions)] * probabilities[pair];
    if (weight === 0) continue;
    const score = all.subarray(pair * count, (pair + 1) * count);
    for (let i = 0; i < count; i++) {
      const scaled = weight * score[i];
      if (scaled === 0) continue;
      for (let j = 0; j < count; j++) fisher[i * count + j] += scaled * score[j];
    }
  }
  return fisher;
}

/**
 * The natural gradient pinv(F) ∇J (Kakade 2001): the direction in which J grows fastest for a small change of the policy
 * itself, however it is parameterized.
 *
 * With one logit per state and action it is known in closed form: the advantages times the sum of the state weights, which
 * for J₁ without terminal states is 1/(1 − γ), minus their mean over the actions of each state. Otherwise F is decomposed, in
 * time cubic in the number of parameters, and eigenvalues below parameters · 2⁻⁵² times the largest count as 0: what changes
 * the policy by so much less than other parameters do, as the logits of a state where all but one of the probabilities are below
 * 10⁻¹⁵ beside a state where they are not, is left as it is. `softmaxPolicy` has no such limit.
 *
 * @returns [parameters]
 * @throws RangeError when float64 does not hold it, as with rewards of 1e308
 */
export function naturalGradient(
  evaluation: PolicyEvaluation,
  objective: Objective = "startValue",
): Float64Array {
  const { policy } = evaluation;
  const gradient = policyGradient(evaluation, objective);
  const natural = policy.solveFisher
    ? policy.solveFisher(stateDistribution(evaluation, objective).distribution, gradient)
    : symmetricPseudoInverse(fisherMatrix(evaluation, objective), gradient);
  return requireNoOverflow(natural, ofParameter("natural gradient"));
}

/** Advantages as the policy's own features can express them. */
export interface CompatibleApproximation {
  /** w [parameters]. */
  readonly weights: Float64Array;
  /** wᵀ ∇ log π(a | s): [states × actions]. */
  readonly advantages: Float64Array;
}

/**
 * Compatible function approximation (Sutton, McAllester, Singh and Mansour 2000; notes, eq. 10): the w for which
 * wᵀ ∇ log π is nearest to the advantages, in the mean square over the states and actions of the objective.
 * With these approximate advantages in the place of the true ones the policy gradient is still exact; and w is the
 * natural gradient, up to the sum of the state weights.
 */
export function compatibleApproximation(
  evaluation: PolicyEvaluation,
  objective: Objective = "startValue",
): CompatibleApproximation {
  const { total } = stateDistribution(evaluation, objective);
  const weights = naturalGradient(evaluation, objective).map((value) => value / total);
  const all = scores(evaluation.policy);
  const count = weights.length;
  const advantages = new Float64Array(all.length / count);
  for (let pair = 0; pair < advantages.length; pair++) {
    for (let i = 0; i < count; i++) advantages[pair] += weights[i] * all[pair * count + i];
  }
  requireNoOverflow(advantages, ofPair("approximate advantage", evaluation.mdp.actions));
  return { weights, advantages };
}

/** The state weights of the gradient, divided by their sum. */
function stateDistribution(evaluation: PolicyEvaluation, objective: Objective) {
  const { stateWeights } = gradientParts(evaluation, objective);
  const total = stateWeights.reduce((sum, weight) => sum + weight, 0);
  return { distribution: stateWeights.map((weight) => weight / total), total };
}
