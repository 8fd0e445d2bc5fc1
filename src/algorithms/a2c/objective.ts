import { type Expression, type FloatExpression, mean, multiply } from "../../graph/index.ts";

/** What the objective is made of, each [rows]: for all steps of a rollout, or one of the equal parts of them. */
export interface A2cTerms {
  /** log π_θ(a_t | s_t) of the actions taken. */
  readonly logProb: Expression;
  /** A_t, or γᵗ A_t when states are discounted. */
  readonly advantages: Expression;
}

/**
 * Mean over the rollout of  log π_θ(a_t | s_t) A_t: its gradient is that of the notes' eq. 11, with an estimate of the
 * advantage in the place of Q.
 */
export function actorObjective({ logProb, advantages }: A2cTerms): FloatExpression {
  return mean(multiply(logProb, advantages));
}
