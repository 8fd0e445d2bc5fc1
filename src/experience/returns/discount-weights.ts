import { knownOptions } from "../../text/known-options.ts";
import { requireFraction, requireInteger } from "../../text/require-number.ts";
import { requireEpisodeStarts, SINGLE_EPISODE } from "./episode-starts.ts";
import type { Floats } from "./floats.ts";
import { requireMovers } from "./transitions.ts";

export interface DiscountWeightsInput {
  /** γ, from 0 to 1 */
  readonly discount: number;
  /** `[episodes]`: where each episode begins, rising from 0. Default: a single episode. */
  readonly episodeStarts?: ArrayLike<number>;
  /** How many players there are; default 1. */
  readonly players?: number;
  /** `[steps]`: who moved, in a game of several players. */
  readonly movers?: ArrayLike<number> | undefined;
  /** Written: one entry per step of all episodes, one after the other. */
  readonly weights: Floats;
}

/**
 * γ^t, with t counted from the beginning of each episode: the weight of step t in the gradient of the discounted
 * objective, E[Σ_t γ^t ∇ log π(a_t | s_t) G_t]. Left out, the sum is the gradient of no objective (Nota and Thomas
 * 2020, https://arxiv.org/abs/1906.07073). In a game of several players, t counts the steps of each player.
 *
 * @returns `weights`
 * @throws if the episodes' starts do not rise from 0, or `discount` is not in 0 to 1.
 */
export function discountWeights(input: DiscountWeightsInput): Floats {
  knownOptions("discountWeights", input, ["discount", "episodeStarts", "players", "movers", "weights"]);
  const { discount, episodeStarts = SINGLE_EPISODE, players = 1, movers, weights } = input;
  requireFraction("discount", discount);
  if (weights.length === 0) return weights;
  requireEpisodeStarts(episodeStarts, weights.length);
  requireInteger("players", players, 1);
  if (players > 1) requireMovers("movers", movers, weights.length, players);
  const present = new Float64Array(players);
  for (let episode = 0; episode < episodeStarts.length; episode += 1) {
    const end = episode + 1 < episodeStarts.length ? episodeStarts[episode + 1] : weights.length;
    present.fill(1);
    for (let t = episodeStarts[episode]; t < end; t += 1) {
      const mover = players > 1 ? movers![t] : 0;
      weights[t] = present[mover];
      present[mover] *= discount;
    }
  }
  return weights;
}
