import { arrayState, type Stateful, stateOf } from "../../state/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { requireFraction, requireInteger, requireLength } from "../../text/require-number.ts";
import type { Floats } from "./floats.ts";
import { requireMovers } from "./transitions.ts";

/** γ^t of one rollout after another. Its state is γ^t of the step that comes next, of every copy. */
export interface StateDiscounts extends Stateful {
  /**
   * Writes the weights of the next rollout, and returns them.
   *
   * @param weights `[steps, count]`, written: γ^t of each step
   */
  next(rollout: DiscountedRollout, weights: Floats): Floats;
}

/** What says where the episodes of a rollout begin. */
export interface DiscountedRollout {
  /** `[steps, count]`: the number of steps of the episode that ended in that step; 0 where none did. */
  readonly episodeLengths: ArrayLike<number>;
  /** `[count]`: the steps that each copy's episode had before the rollout. Default: what the rollouts before say. */
  readonly stepsBefore?: ArrayLike<number>;
  /** `[steps, count]`: who moved, in a game of several players. */
  readonly movers?: ArrayLike<number> | undefined;
}

export interface StateDiscountsOptions {
  /** N, the number of copies. */
  readonly count: number;
  /** γ, from 0 to 1 */
  readonly discount: number;
  /** How many players there are; default 1. */
  readonly players?: number;
}

/**
 * γ^t as `discountWeights` has it, for rollouts whose episodes go on from one into the next: t counts from the
 * beginning of each copy's episode, in whichever rollout that was, and in a game of several players the steps of each.
 *
 * @throws if `count` is no positive integer or `discount` is not in 0 to 1; at a call, if an array is not made of
 *   whole rows of `count` entries, or is shorter than the other.
 */
export function createStateDiscounts(options: StateDiscountsOptions): StateDiscounts {
  const names = ["count", "discount", "players"] as const;
  const { count, discount, players = 1 } = knownOptions("createStateDiscounts", options, names);
  requireInteger("count", count, 1);
  requireInteger("players", players, 1);
  requireFraction("discount", discount);
  const present = new Float64Array(count * players).fill(1);
  return {
    ...stateOf({ present: arrayState(present) }),
    next({ episodeLengths, stepsBefore, movers }, weights) {
      if (players > 1) requireMovers("movers", movers, weights.length, players);
      requireLength("episodeLengths", episodeLengths, weights.length);
      if (stepsBefore) requireLength("stepsBefore", stepsBefore, count);
      requireInteger("weights: the number of rows", weights.length / count, 0);
      for (let copy = 0; copy < count; copy += 1) {
        const own = copy * players;
        if (stepsBefore?.[copy] === 0) present.fill(1, own, own + players);
        for (let at = copy; at < weights.length; at += count) {
          const mover = own + (players > 1 ? movers![at] : 0);
          weights[at] = present[mover];
          present[mover] *= discount;
          if (episodeLengths[at] > 0) present.fill(1, own, own + players);
        }
      }
      return weights;
    },
  };
}
