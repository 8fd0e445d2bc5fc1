import { requireFraction, requireInteger, requireLength } from "../../text/require-number.ts";
import type { Floats } from "./floats.ts";
import { requireTransitions, type Transitions } from "./transitions.ts";

export interface NStepReturnsInput extends Transitions {
  /** n: how many rewards to sum before bootstrapping; `Infinity` sums to the end of the episode or of the data. */
  readonly horizon: number;
  /** `[steps, count]`: V of the observation that was acted on. */
  readonly values: Floats;
  /** γ, from 0 to 1 */
  readonly discount: number;
  /** `[steps, count]`, written */
  readonly returns: Floats;
}

/**
 * n-step returns (Sutton and Barto, 2nd edition, eq. 7.1):
 *
 *     G_t = r_t + γ r_{t+1} + … + γ^{m−1} r_{t+m−1} + γ^m V(s_{t+m}),   m = min(n, steps to the end)
 *
 * where the sum stops at the end of the episode, or after the last step there is. If it stops at a terminated step,
 * V(s_{t+m}) is 0; at a truncated one, it is the value of the final observation.
 *
 * In a game of several players, steps are counted within the trajectory of each player (see {@link Turns}).
 *
 * Writes `returns` and allocates nothing; time O(T N n). Sums are kept in float64 whatever the arrays are.
 *
 * @throws if an array is too short, `discount` is not in 0 to 1, `horizon` is no positive integer or `Infinity`, or a
 *   truncated step lacks its final value.
 */
export function nStepReturns(input: NStepReturnsInput): void {
  const { steps, count, players = 1, horizon, values, returns } = input;
  requireTransitions(input);
  requireLength("values", values, steps * count);
  requireLength("returns", returns, steps * count);
  requireFraction("discount", input.discount);
  if (horizon !== Infinity) requireInteger("horizon", horizon, 1);
  if (players === 1) ofOnePlayer(input);
  else ofSeveralPlayers(input, players);
}

function ofOnePlayer(input: NStepReturnsInput): void {
  const { steps, count, rewards, values, terminated, truncated, finalValues, lastValues } = input;
  const { horizon, discount, returns } = input;
  for (let step = 0; step < steps; step += 1) {
    const end = Math.min(steps, step + horizon);
    for (let copy = 0; copy < count; copy += 1) {
      let sum = 0;
      let weight = 1;
      let bootstrap = end === steps ? lastValues[copy] : values[end * count + copy];
      for (let t = step; t < end; t += 1) {
        const at = t * count + copy;
        sum += weight * rewards[at];
        weight *= discount;
        if (terminated[at] !== 0 || truncated[at] !== 0) {
          bootstrap = terminated[at] !== 0 ? 0 : finalValues![at];
          break;
        }
      }
      returns[step * count + copy] = sum + weight * bootstrap;
    }
  }
}

function ofSeveralPlayers(input: NStepReturnsInput, players: number): void {
  const { steps, count, returns } = input;
  for (let at = 0; at < steps * count; at += 1) returns[at] = returnFrom(input, at, players);
}

/** The return of the player who moved at an entry. */
function returnFrom(input: NStepReturnsInput, from: number, players: number): number {
  const { steps, count, rewards, values, terminated, truncated, finalValues, lastValues } = input;
  const { movers, finalMovers, lastMovers, horizon, discount } = input;
  const player = movers![from];
  let sum = 0;
  let weight = 1;
  /** How many of the player's steps have been summed, and what the sum with a bootstrap was before the last of them. */
  let own = 0;
  let beforeLast = 0;
  for (let at = from; at < steps * count; at += count) {
    if (movers![at] === player) {
      if (at > from) weight *= discount;
      beforeLast = sum + weight * values[at];
      if (own === horizon) return beforeLast;
      own += 1;
    }
    sum += weight * rewards[at * players + player];
    if (terminated[at] !== 0) return sum;
    if (truncated[at] !== 0) {
      return finalMovers![at] === player ? sum + weight * discount * finalValues![at] : beforeLast;
    }
  }
  const copy = from % count;
  return lastMovers![copy] === player ? sum + weight * discount * lastValues[copy] : beforeLast;
}
