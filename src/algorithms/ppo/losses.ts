import {
  abs,
  add,
  clamp,
  type Expression,
  exp,
  type FloatExpression,
  less,
  maximum,
  mean,
  multiply,
  negate,
  square,
  subtract,
} from "../../graph/index.ts";
import { clippedGain, type Ratio } from "../clipped-gain.ts";

/** Expressions for some rows of a minibatch, each [rows] unless said otherwise. */
export interface ObjectiveTerms extends Ratio {
  readonly advantages: Expression;
  /** ε, a scalar. */
  readonly clipRange: Expression;
}

/**
 * Mean over the minibatch of  min(r A, clip(r, 1 − ε, 1 + ε) A)  with r = π_θ(a | s) / π_old(a | s)
 * (Schulman et al. 2017, https://arxiv.org/abs/1707.06347, eq. 7). At r = 1 its gradient is that of the notes'
 * eq. 11, with A in the place of Q.
 */
export function clippedSurrogate(terms: ObjectiveTerms): FloatExpression {
  const { advantages, clipRange } = terms;
  return mean(clippedGain(terms, advantages, subtract(1, clipRange), add(1, clipRange)));
}

interface ValueErrors {
  readonly values: Expression;
  readonly oldValues: Expression;
  readonly returns: Expression;
}

/** ½ E[(V − G)²]. */
export function squaredError({ values, returns }: ValueErrors): FloatExpression {
  return multiply(mean(square(subtract(values, returns))), 0.5);
}

/** ½ E[max((V − G)², (V_clipped − G)²)], where V_clipped stays within the clip range of the rollout's values. */
export function clippedError(
  { values, oldValues, returns }: ValueErrors,
  clipRange: Expression,
): FloatExpression {
  const moved = clamp(subtract(values, oldValues), negate(clipRange), clipRange);
  const clipped = square(subtract(add(oldValues, moved), returns));
  return multiply(mean(maximum(square(subtract(values, returns)), clipped)), 0.5);
}

/** How far the policy has moved: an estimate of KL(π_old ‖ π) (Schulman 2020), and the share of clipped ratios. */
export function movement({ logProb, oldLogProb, clipRange }: ObjectiveTerms) {
  const logRatio = subtract(logProb, oldLogProb);
  const change = subtract(exp(logRatio), 1);
  return {
    approximateKl: mean(subtract(change, logRatio)),
    clipFraction: mean(less(clipRange, abs(change))),
  };
}
