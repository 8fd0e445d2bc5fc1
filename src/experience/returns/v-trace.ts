import { requireFraction, requireLength, requirePositive } from "../../text/require-number.ts";
import type { Floats } from "./floats.ts";
import { requireTransitionsOfOne, type Transitions } from "./transitions.ts";

export interface VTraceInput extends Omit<Transitions, "players"> {
  /** `[steps, count]`: V of the observation that was acted on. */
  readonly values: Floats;
  /** `[steps, count]`: π(a_t | s_t) / μ(a_t | s_t) of the policy that learns, π, and the one that acted, μ. */
  readonly ratios: Floats;
  /** γ, from 0 to 1 */
  readonly discount: number;
  /** λ, from 0 to 1; default 1. */
  readonly lambda?: number;
  /** ρ̄, the largest ρ, from above 0 to Infinity; default 1. */
  readonly maxRho?: number;
  /** c̄, the largest c, from above 0 to Infinity; default 1. */
  readonly maxC?: number;
  /** `[steps, count]`, written: ρ_t (r_t + γ v_{t+1} − V(s_t)), what the policy gradient weighs ∇ log π by. */
  readonly advantages: Floats;
  /** `[steps, count]`, written: v_t, what the value function is fitted to. */
  readonly returns: Floats;
}

/**
 * V-trace (Espeholt et al. 2018, https://arxiv.org/abs/1802.01561, eq. 1): values of one policy from the steps of another, within
 * each episode backward from its last step:
 *
 *     δ_t = ρ_t (r_t + γ V(s_{t+1}) − V(s_t)),    ρ_t = min(ρ̄, π/μ)
 *     v_t = V(s_t) + δ_t + γ c_t (v_{t+1} − V(s_{t+1})),    c_t = λ min(c̄, π/μ)
 *
 * V(s_{t+1}) and v_{t+1} are both 0 if step t terminated, the value of the final observation if it was truncated, and that of what
 * follows the last step. On policy, with ρ̄ and c̄ of 1 or more, v_t is the λ-return: the n-step return for λ = 1.
 *
 * What V comes to, when it follows v, is the value of the policy ∝ min(ρ̄ μ, π), which is π for ρ̄ = ∞ and near μ for small ρ̄;
 * c̄ has no part in it, but in how fast V comes there, and with how much variance.
 *
 * Allocates nothing. Sums are kept in float64 whatever the arrays are.
 *
 * @throws if an array is too short, a coefficient is out of range, or a truncated step lacks its final value
 */
export function vTrace(input: VTraceInput): void {
  const { steps, count, rewards, values, ratios, terminated, truncated, finalValues, lastValues } = input;
  const { discount, lambda = 1, maxRho = 1, maxC = 1, advantages, returns } = input;
  requireTransitionsOfOne("vTrace", input);
  for (const [name, array] of Object.entries({ values, ratios, advantages, returns })) {
    requireLength(name, array, steps * count);
  }
  requireFraction("discount", discount);
  requireFraction("lambda", lambda);
  if (maxRho !== Infinity) requirePositive("maxRho", maxRho);
  if (maxC !== Infinity) requirePositive("maxC", maxC);
  for (let copy = 0; copy < count; copy += 1) {
    let nextValue = lastValues[copy];
    let nextTarget = nextValue;
    for (let at = (steps - 1) * count + copy; at >= 0; at -= count) {
      if (terminated[at] !== 0) nextValue = nextTarget = 0;
      else if (truncated[at] !== 0) nextValue = nextTarget = finalValues![at];
      const value = values[at];
      const rho = Math.min(maxRho, ratios[at]);
      const trace = lambda * Math.min(maxC, ratios[at]);
      const error = rho * (rewards[at] + discount * nextValue - value);
      advantages[at] = rho * (rewards[at] + discount * nextTarget - value);
      nextTarget = value + error + discount * trace * (nextTarget - nextValue);
      returns[at] = nextTarget;
      nextValue = value;
    }
  }
}
