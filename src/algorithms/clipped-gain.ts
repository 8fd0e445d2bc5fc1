import {
  abs,
  clamp,
  type Expression,
  exp,
  type FloatExpression,
  less,
  minimum,
  multiply,
  subtract,
} from "../graph/index.ts";

/** Log-probabilities of the actions taken, each [rows]: r = π_θ(a | s) / π_old(a | s) is the exponential of their difference. */
export interface Ratio {
  /** log π_θ(a | s). */
  readonly logProb: Expression;
  /** The same under the policy that took them. */
  readonly oldLogProb: Expression;
}

/** [rows]: min(r A, clip(r, low, high) A) for advantages A (Schulman et al. 2017, https://arxiv.org/abs/1707.06347, eq. 7). */
export function clippedGain<Bound extends number | Expression>(
  { logProb, oldLogProb }: Ratio,
  advantages: Expression,
  low: Bound,
  high: Bound,
): FloatExpression {
  const ratio = exp(subtract(logProb, oldLogProb));
  return minimum(multiply(ratio, advantages), multiply(clamp(ratio, low, high), advantages));
}

/** [rows]: 1 where r is further than ε from 1, up or down. */
export function isClipped({ logProb, oldLogProb }: Ratio, clipRange: number): FloatExpression {
  return less(clipRange, abs(subtract(exp(subtract(logProb, oldLogProb)), 1)));
}
