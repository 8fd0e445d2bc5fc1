import type { Expression, FloatExpression, RowType } from "../../graph/index.ts";
import type { Critics } from "../../learning/index.ts";
import type { Policy } from "../../policies/index.ts";

/** What depends on the kind of actions: the networks, and what is expected of an action. */
export interface SoftAgent {
  readonly policy: Policy;
  /** Q₁ and Q₂. */
  readonly critics: Critics;
  /** Their target copies. */
  readonly targets: Critics;
  /** What draws an action; undefined where expectations are exact. */
  readonly noise: RowType<"float"> | undefined;
  /** The actions of rows as critics see them. */
  taken(actions: Expression): Expression;
  /** @param noise as many rows of `noise` as there are observations */
  expected(which: "critics" | "targets", observations: Expression, noise: Expression | undefined): Expected;
  /** The entropy that a learned temperature aims at by default. */
  readonly targetEntropy: number;
}

/** For a ~ π(· | s), [batch] each: either of a drawn action, which is a sample of it, or the expectation itself. */
export interface Expected {
  /** min(Q₁, Q₂)(s, a) */
  readonly value: FloatExpression;
  /** −log π(a | s) */
  readonly entropy: FloatExpression;
}
