import { knownOptions } from "../../text/known-options.ts";
import { requireFraction, requireInteger, requireLength } from "../../text/require-number.ts";
import { requireEpisodeStarts, SINGLE_EPISODE } from "./episode-starts.ts";
import type { Floats } from "./floats.ts";
import { requireMovers } from "./transitions.ts";

export interface DiscountedReturnsInput {
  /** `[steps, players]`: the rewards of whole episodes, one episode after the other. */
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
  /** P, how many players there are; default 1. The other two are for more than that. */
  readonly players?: number;
  /** `[steps]`: who moved. */
  readonly movers?: ArrayLike<number> | undefined;
  /** `[episodes]`: whose value `finalValues` are, who was to move when the episode was cut off; default: 0. */
  readonly finalMovers?: ArrayLike<number> | undefined;
  /** `[steps]`, written. Default: a new Float64Array. */
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
 * In a game of several players, t + 1 is the next step at which the same player moves, and r_t the sum of what the player
 * gets until then. The return of whoever was not to move when an episode was cut off ends there.
 *
 * @returns `returns`. Sums are kept in float64 whatever the arrays are.
 * @throws if an array is too short, the episodes' starts do not rise from 0, or `discount` is not in 0 to 1.
 */
export function discountedReturns(input: DiscountedReturnsInput): Floats {
  const names = ["rewards", "discount", "episodeStarts", "finalValues", "returns"] as const;
  knownOptions("discountedReturns", input, [...names, "players", "movers", "finalMovers"]);
  const { rewards, discount, episodeStarts = SINGLE_EPISODE, finalValues, players = 1, finalMovers } = input;
  requireInteger("players", players, 1);
  const steps = rewards.length / players;
  const returns = input.returns ?? new Float64Array(steps);
  if (rewards.length === 0) return returns;
  requireFraction("discount", discount);
  requireEpisodeStarts(episodeStarts, steps);
  requireLength("returns", returns, steps);
  const movers = input.movers ?? new Uint8Array(players === 1 ? steps : 0);
  requireMovers("movers", movers, steps, players);
  if (finalValues !== undefined) requireLength("finalValues", finalValues, episodeStarts.length);
  if (finalMovers !== undefined) requireMovers("finalMovers", finalMovers, episodeStarts.length, players);

  /** Of each player: G of the next step, and the rewards until then. */
  const next = new Float64Array(players);
  const received = new Float64Array(players);
  let end = steps;
  for (let episode = episodeStarts.length - 1; episode >= 0; episode -= 1) {
    const start = episodeStarts[episode];
    next.fill(0);
    received.fill(0);
    if (finalValues !== undefined) next[finalMovers?.[episode] ?? 0] = finalValues[episode];
    for (let t = end - 1; t >= start; t -= 1) {
      for (let player = 0; player < players; player += 1) received[player] += rewards[t * players + player];
      const mover = movers[t];
      next[mover] = received[mover] + discount * next[mover];
      returns[t] = next[mover];
      received[mover] = 0;
    }
    end = start;
  }
  return returns;
}
