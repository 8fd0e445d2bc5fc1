import { arrayState, type Stateful, stateOf } from "../../state/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { requireFraction, requireInteger, requireLength } from "../../text/require-number.ts";
import type { Floats } from "./floats.ts";

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
}

export interface StateDiscountsOptions {
  /** N, the number of copies. */
  readonly count: number;
  /** γ, from 0 to 1 */
  readonly discount: number;
}

/**
 * γ^t as `discountWeights` has it, for rollouts whose episodes go on from one into the next: t counts from the
 * beginning of each copy's episode, in whichever rollout that was.
 *
 * @throws if `count` is no positive integer or `discount` is not in 0 to 1; at a call, if an array is not made of
 *   whole rows of `count` entries, or is shorter than the other.
 */
export function createStateDiscounts(options: StateDiscountsOptions): StateDiscounts {
  const { count, discount } = knownOptions("createStateDiscounts", options, ["count", "discount"]);
  requireInteger("count", count, 1);
  requireFraction("discount", discount);
  const present = new Float64Array(count).fill(1);
  return {
    ...stateOf({ present: arrayState(present) }),
    next({ episodeLengths, stepsBefore }, weights) {
      requireLength("episodeLengths", episodeLengths, weights.length);
      requireInteger("weights: the number of rows", weights.length / count, 0);
      for (let copy = 0; copy < count; copy += 1) if (stepsBefore?.[copy] === 0) present[copy] = 1;
      for (let at = 0; at < weights.length; at += count) {
        for (let copy = 0; copy < count; copy += 1) {
          weights[at + copy] = present[copy];
          present[copy] = episodeLengths[at + copy] === 0 ? discount * present[copy] : 1;
        }
      }
      return weights;
    },
  };
}
