import { valueInText } from "../../text/value-in-text.ts";
import type { Mdp } from "../model/mdp.ts";
import { requireList } from "../model/require-list.ts";
import { normalizedPolicy } from "./require-policy.ts";
import { softmaxPullback, softmaxRows } from "./softmax.ts";
import { requireParameters, type TabularPolicy } from "./tabular-policy.ts";

/**
 * One logit per state and action: π(a | s) ∝ exp θ(s, a) among the legal actions.
 *
 * @param logits row-major [states × actions]; default: all 0, the uniform policy. −Infinity, as of a policy given by its
 * probabilities, is an action that is never taken, and whose gradient is 0
 * @throws RangeError when their number is wrong, one is not a number or ∞, or a state has no action that is taken
 */
export function softmaxPolicy(mdp: Mdp, logits: ArrayLike<number> = uniformLogits(mdp)): TabularPolicy {
  requireParameters("softmaxPolicy: logits", logits, mdp.states * mdp.actions, { orMinusInfinity: true });
  const parameters = Float64Array.from(logits);
  const probabilities = softmaxRows(parameters, mdp.actions, mdp.legalActions);
  const at = probabilities.findIndex(Number.isNaN);
  if (at >= 0) {
    throw new RangeError(
      `softmaxPolicy: all logits of state ${Math.floor(at / mdp.actions)} are -Infinity; one must be finite.`,
    );
  }
  return fromLogits(mdp, parameters, probabilities);
}

/**
 * A policy given by its probabilities: the softmax of their logarithms, with respect to which its gradients are.
 *
 * @param probabilities row-major [states × actions]; rows that sum to 1 within 1e-8 are divided by their sum
 * @throws RangeError when a row does not sum to 1, or an illegal action has a probability
 */
export function policyFromProbabilities(mdp: Mdp, probabilities: ArrayLike<number>): TabularPolicy {
  const { states, actions } = mdp;
  requireList("policy", probabilities);
  if (probabilities.length !== states * actions) {
    throw new RangeError(
      `mdp: policy has ${probabilities.length} entries; it must have ${states} × ${actions}.`,
    );
  }
  const normalized = normalizedPolicy("policy", mdp, probabilities);
  return fromLogits(mdp, normalized.map(Math.log), normalized);
}

/**
 * The policy that always takes one action: `actions[s]` in state s.
 *
 * @throws RangeError when there is not one for each state, or it is none that is legal
 */
export function deterministicPolicy(mdp: Mdp, actions: ArrayLike<number>): TabularPolicy {
  requireList("actions", actions);
  if (actions.length > mdp.states) {
    throw new RangeError(
      `deterministicPolicy: actions has ${actions.length} entries; it must have one for each of the ${mdp.states} states.`,
    );
  }
  const probabilities = new Float64Array(mdp.states * mdp.actions);
  for (let state = 0; state < mdp.states; state++) {
    const action = actions[state];
    if (!(Number.isInteger(action) && action >= 0 && action < mdp.actions)) {
      throw new RangeError(
        `deterministicPolicy: the action of state ${state} is ${valueInText(action)}; it must be from 0 to ${mdp.actions - 1}.`,
      );
    }
    probabilities[state * mdp.actions + action] = 1;
  }
  return policyFromProbabilities(mdp, probabilities);
}

function fromLogits(mdp: Mdp, parameters: Float64Array, probabilities: Float64Array): TabularPolicy {
  const { states, actions } = mdp;
  return {
    states,
    actions,
    parameters,
    probabilities,
    pullback: (weights) => softmaxPullback(probabilities, weights, actions),
    withParameters: (logits) => softmaxPolicy(mdp, logits),
    solveFisher: (stateWeights, vector) => solveFisher(probabilities, actions, stateWeights, vector),
  };
}

/**
 * The Fisher matrix has a block d(s) (diag π − π πᵀ) for each state. Its range is what sums to 0 over the actions of
 * probability above 0, as gradients do, and there the solution is v/(d π), shifted to sum to 0 too.
 */
function solveFisher(
  probabilities: Float64Array,
  actions: number,
  stateWeights: Float64Array,
  vector: Float64Array,
): Float64Array {
  const solution = new Float64Array(vector.length);
  stateWeights.forEach((weight, state) => {
    if (!(weight > 0)) return;
    const row = state * actions;
    const taken = Array.from({ length: actions }, (_, a) => row + a).filter((at) => probabilities[at] > 0);
    // Not v minus its mean, which for gradients is what they were rounded by, and is nothing that may be divided by a small π.
    for (const at of taken) solution[at] = vector[at] / weight / probabilities[at];
    const mean = taken.reduce((sum, at) => sum + solution[at], 0) / taken.length;
    for (const at of taken) solution[at] -= mean;
  });
  return solution;
}

function uniformLogits({ states, actions }: Mdp): Float64Array {
  return new Float64Array(states * actions);
}
