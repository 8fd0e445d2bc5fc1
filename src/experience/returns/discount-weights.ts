import { knownOptions } from "../../text/known-options.ts";
import { requireFraction } from "../../text/require-number.ts";
import { requireEpisodeStarts, SINGLE_EPISODE } from "./episode-starts.ts";
import type { Floats } from "./floats.ts";

export interface DiscountWeightsInput {
  /** γ, from 0 to 1 */
  readonly discount: number;
  /** `[episodes]`: where each episode begins, rising from 0. Default: a single episode. */
  readonly episodeStarts?: ArrayLike<number>;
  /** Written: one entry per step of all episodes, one after the other. */
  readonly weights: Floats;
}

/**
 * γ^t, with t counted from the beginning of each episode: the weight of step t in the gradient of the discounted
 * objective, E[Σ_t γ^t ∇ log π(a_t | s_t) G_t]. Left out, the sum is the gradient of no objective (Nota and Thomas
 * 2020, https://arxiv.org/abs/1906.07073).
 *
 * @returns `weights`
 * @throws if the episodes' starts do not rise from 0, or `discount` is not in 0 to 1.
 */
export function discountWeights(input: DiscountWeightsInput): Floats {
  knownOptions("discountWeights", input, ["discount", "episodeStarts", "weights"]);
  const { discount, episodeStarts = SINGLE_EPISODE, weights } = input;
  requireFraction("discount", discount);
  if (weights.length === 0) return weights;
  requireEpisodeStarts(episodeStarts, weights.length);
  for (let episode = 0; episode < episodeStarts.length; episode += 1) {
    const end = episode + 1 < episodeStarts.length ? episodeStarts[episode + 1] : weights.length;
    let weight = 1;
    for (let t = episodeStarts[episode]; t < end; t += 1) {
      weights[t] = weight;
      weight *= discount;
    }
  }
  return weights;
}
