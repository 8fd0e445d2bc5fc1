import { requireFinite, requireFraction, requireLength } from "../../text/require-number.ts";
import type { Floats } from "./floats.ts";
import { requireTransitionsOfOne, type Transitions } from "./transitions.ts";

export interface DifferentialAdvantageInput extends Omit<Transitions, "players"> {
  /** `[steps, count]`: h of the observation that was acted on. */
  readonly values: Floats;
  /** g, the average reward of a step. */
  readonly averageReward: number;
  /** λ, from 0 to 1 */
  readonly lambda: number;
  /** `[steps, count]`, written: the advantages. */
  readonly advantages: Floats;
  /** `[steps, count]`, written if given: advantage plus value, which a value function is fitted to. */
  readonly returns?: Floats;
}

/**
 * Differential advantages, those of the average reward (Sutton and Barto, 2nd edition, section 13.6), backward from the last step:
 *
 *     δ_t = r_t − g + h(s_{t+1}) − h(s_t)
 *     A_t = δ_t + λ A_{t+1}
 *
 * with the differential value h(s) = E[Σ_t (r_t − g) | s_0 = s]. They are those of {@link generalizedAdvantage} for rewards less
 * their average and γ = 1, but at the end of a task.
 *
 * The task goes on without an end: a step that terminated leads to the first observation of the next episode, whose value
 * is that of the next step, and advantages pass through it. A step that was truncated was cut off from what would have followed:
 * s_{t+1} is then the final observation, and A_{t+1} is 0.
 *
 * Writes `advantages` (and `returns`), and allocates nothing.
 *
 * @returns the mean of δ. Where states are distributed as in the long run, its expectation is the average reward of the policy
 *   less `averageReward`, whatever the values are.
 * @throws if an array is too short, `lambda` is not in 0 to 1, or a truncated step lacks its final value
 */
export function differentialAdvantage(input: DifferentialAdvantageInput): number {
  const { steps, count, rewards, values, terminated, truncated, finalValues, lastValues } = input;
  const { averageReward, lambda, advantages, returns } = input;
  requireTransitionsOfOne("differentialAdvantage", input);
  requireLength("values", values, steps * count);
  requireLength("advantages", advantages, steps * count);
  if (returns !== undefined) requireLength("returns", returns, steps * count);
  requireFraction("lambda", lambda);
  requireFinite("averageReward", averageReward);
  let total = 0;
  for (let copy = 0; copy < count; copy += 1) {
    let advantage = 0;
    let nextValue = lastValues[copy];
    for (let at = (steps - 1) * count + copy; at >= 0; at -= count) {
      if (truncated[at] !== 0 && terminated[at] === 0) {
        advantage = 0;
        nextValue = finalValues![at];
      }
      const value = values[at];
      const error = rewards[at] - averageReward + nextValue - value;
      total += error;
      advantage = error + lambda * advantage;
      advantages[at] = advantage;
      if (returns !== undefined) returns[at] = advantage + value;
      nextValue = value;
    }
  }
  return total / (steps * count);
}
