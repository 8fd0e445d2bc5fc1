import type { Expression, FloatExpression, Variable } from "../graph/index.ts";

/** A function with parameters: what π_θ, V_θ and Q_θ are made of (notes, eq. 1 to 3). */
export interface Network {
  readonly parameters: readonly Variable[];
  /** From inputs [batch, features] to outputs [batch, outputs]. */
  apply(inputs: Expression): FloatExpression;
}
