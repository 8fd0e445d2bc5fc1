import type { Mdp } from "../model/mdp.ts";
import { requireList } from "../model/require-list.ts";
import { softmaxPullback, softmaxRows } from "./softmax.ts";
import { requireParameters, type TabularPolicy } from "./tabular-policy.ts";

/**
 * Logits that are linear in features of state and action: π(a | s) ∝ exp φ(s, a)ᵀθ among the legal actions.
 *
 * @param features φ, row-major [states × actions × parameters]
 * @param parameters θ [parameters]
 * @throws RangeError when the numbers do not fit together, or one is not finite
 */
export function linearSoftmaxPolicy(
  mdp: Mdp,
  features: ArrayLike<number>,
  parameters: ArrayLike<number>,
): TabularPolicy {
  const { states, actions } = mdp;
  requireList("parameters", parameters);
  const count = parameters.length;
  requireParameters("linearSoftmaxPolicy: features", features, states * actions * count);
  requireParameters("linearSoftmaxPolicy: parameters", parameters, count);
  const theta = Float64Array.from(parameters);
  const logits = new Float64Array(states * actions);
  for (let pair = 0; pair < logits.length; pair++) {
    for (let i = 0; i < count; i++) logits[pair] += features[pair * count + i] * theta[i];
  }
  requireParameters("linearSoftmaxPolicy: logits", logits, logits.length);
  const probabilities = softmaxRows(logits, actions, mdp.legalActions);
  return {
    states,
    actions,
    parameters: theta,
    probabilities,
    pullback(weights) {
      const toLogits = softmaxPullback(probabilities, weights, actions);
      const gradient = new Float64Array(count);
      for (let pair = 0; pair < toLogits.length; pair++) {
        for (let i = 0; i < count; i++) gradient[i] += features[pair * count + i] * toLogits[pair];
      }
      return gradient;
    },
    withParameters: (others) => linearSoftmaxPolicy(mdp, features, others),
  };
}
