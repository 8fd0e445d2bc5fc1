import { requireFraction, requireLength } from "../../text/require-number.ts";
import type { Floats } from "./floats.ts";
import { requireTransitions, type Transitions } from "./transitions.ts";

export interface GeneralizedAdvantageInput extends Transitions {
  /** `[steps, count]`: V of the observation that was acted on. */
  readonly values: Floats;
  /** γ, from 0 to 1 */
  readonly discount: number;
  /** λ, from 0 to 1 */
  readonly lambda: number;
  /** `[steps, count]`, written: the advantages. */
  readonly advantages: Floats;
  /** `[steps, count]`, written if given: advantage plus value, the λ-returns that a value function is fitted to. */
  readonly returns?: Floats;
}

/**
 * Generalized advantage estimation (Schulman et al. 2016, https://arxiv.org/abs/1506.02438, eq. 16), within each
 * episode backward from its last step:
 *
 *     δ_t = r_t + γ V(s_{t+1}) − V(s_t)
 *     A_t = δ_t + γλ A_{t+1}
 *
 * where V(s_{t+1}) is 0 if step t terminated, the value of the final observation if it was truncated, and the value
 * of the next step's observation otherwise. A_{t+1} is 0 after either end: nothing passes from one episode into
 * another. With λ = 0 the advantage is the temporal-difference error δ_t, with λ = 1 the return minus the value.
 *
 * In a game of several players, all this is within the trajectory of each player: t + 1 is the next step at which the same
 * player moves (see {@link Turns}).
 *
 * Writes `advantages` (and `returns`), and allocates nothing for a single player. Sums are kept in float64 whatever the
 * arrays are.
 *
 * @throws if an array is too short, a coefficient is not in 0 to 1, or a truncated step lacks its final value.
 */
export function generalizedAdvantage(input: GeneralizedAdvantageInput): void {
  const { steps, count, players = 1, values, advantages, returns } = input;
  requireTransitions(input);
  requireLength("values", values, steps * count);
  requireLength("advantages", advantages, steps * count);
  if (returns !== undefined) requireLength("returns", returns, steps * count);
  requireFraction("discount", input.discount);
  requireFraction("lambda", input.lambda);
  if (players === 1) ofOnePlayer(input);
  else ofSeveralPlayers(input, players);
}

function ofOnePlayer(input: GeneralizedAdvantageInput): void {
  const { steps, count, rewards, values, terminated, truncated, finalValues, lastValues } = input;
  const { discount, lambda, advantages, returns } = input;
  for (let copy = 0; copy < count; copy += 1) {
    let advantage = 0;
    let nextValue = lastValues[copy];
    for (let at = (steps - 1) * count + copy; at >= 0; at -= count) {
      if (terminated[at] !== 0) {
        advantage = 0;
        nextValue = 0;
      } else if (truncated[at] !== 0) {
        advantage = 0;
        nextValue = finalValues![at];
      }
      const value = values[at];
      const error = rewards[at] + discount * nextValue - value;
      advantage = error + discount * lambda * advantage;
      advantages[at] = advantage;
      if (returns !== undefined) returns[at] = advantage + value;
      nextValue = value;
    }
  }
}

/** The same, where `next`, `ahead` and `received` are of each player: V and A of the next step, and rewards until then. */
function ofSeveralPlayers(input: GeneralizedAdvantageInput, players: number): void {
  const { steps, count, rewards, values, terminated, truncated, finalValues, lastValues } = input;
  const { movers, finalMovers, lastMovers, discount, lambda, advantages, returns } = input;
  const next = new Float64Array(players);
  const ahead = new Float64Array(players);
  const received = new Float64Array(players);
  /** 1 for players of whom it is not known what follows. */
  const cut = new Uint8Array(players);
  const cutOff = (mover: number, value: number): void => {
    for (const each of [next, ahead, received]) each.fill(0);
    cut.fill(1);
    cut[mover] = 0;
    next[mover] = value;
  };

  for (let copy = 0; copy < count; copy += 1) {
    cutOff(lastMovers![copy], lastValues[copy]);
    for (let at = (steps - 1) * count + copy; at >= 0; at -= count) {
      if (terminated[at] !== 0) {
        for (const each of [next, ahead, received, cut]) each.fill(0);
      } else if (truncated[at] !== 0) {
        cutOff(finalMovers![at], finalValues![at]);
      }
      for (let player = 0; player < players; player += 1) received[player] += rewards[at * players + player];
      const mover = movers![at];
      const value = values[at];
      const error = received[mover] + discount * next[mover] - value;
      ahead[mover] = cut[mover] === 1 ? 0 : error + discount * lambda * ahead[mover];
      advantages[at] = ahead[mover];
      if (returns !== undefined) returns[at] = ahead[mover] + value;
      next[mover] = value;
      received[mover] = 0;
      cut[mover] = 0;
    }
  }
}
