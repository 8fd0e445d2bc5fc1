import { knownOptions } from "../../text/known-options.ts";
import { requireFraction, requireLength } from "../../text/require-number.ts";
import { requireEpisodeStarts, SINGLE_EPISODE } from "./episode-starts.ts";
import type { Floats } from "./floats.ts";

export interface DiscountedReturnsInput {
  /** The rewards of whole episodes, one episode after the other. */
  readonly rewards: ArrayLike<number>;
  /** γ, from 0 to 1 */
  readonly discount: number;
  /** `[episodes]`: where in `rewards` each episode begins, rising from 0. Default: a single episode. */
  readonly episodeStarts?: ArrayLike<number>;
  /**
   * `[episodes]`: V of the final observation of an episode that was truncated, 0 of one that terminated. Default:
   * all 0.
   */
  readonly finalValues?: ArrayLike<number>;
  /** Written, as long as `rewards`. Default: a new Float64Array. */
  readonly returns?: Floats;
}

/**
 * Discounted returns of whole episodes, the G_t of REINFORCE (notes, eq. 11):
 *
 *     G_t = r_t + γ r_{t+1} + … + γ^{T−1−t} r_{T−1} + γ^{T−t} V(s_T) = r_t + γ G_{t+1}
 *
 * The return at t counts from t on. The gradient of the discounted objective weighs step t by another γ^t: see
 * {@link discountWeights}.
 *
 * @returns `returns`. Sums are kept in float64 whatever the arrays are.
 * @throws if an array is too short, the episodes' starts do not rise from 0, or `discount` is not in 0 to 1.
 */
export function discountedReturns(input: DiscountedReturnsInput): Floats {
  const names = ["rewards", "discount", "episodeStarts", "finalValues", "returns"] as const;
  knownOptions("discountedReturns", input, names);
  const { rewards, discount, episodeStarts = SINGLE_EPISODE, finalValues } = input;
  const returns = input.returns ?? new Float64Array(rewards.length);
  if (rewards.length === 0) return returns;
  requireFraction("discount", discount);
  requireEpisodeStarts(episodeStarts, rewards.length);
  requireLength("returns", returns, rewards.length);
  if (finalValues !== undefined) requireLength("finalValues", finalValues, episodeStarts.length);

  let end = rewards.length;
  for (let episode = episodeStarts.length - 1; episode >= 0; episode -= 1) {
    const start = episodeStarts[episode];
    let sum = finalValues === undefined ? 0 : finalValues[episode];
    for (let t = end - 1; t >= start; t -= 1) {
      sum = rewards[t] + discount * sum;
      returns[t] = sum;
    }
    end = start;
  }
  return returns;
}
