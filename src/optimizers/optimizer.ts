import type { Expression, Update, Variable } from "../graph/index.ts";

/** What an optimizer gets for each step, beside the parameter and its gradient. */
export interface StepScalars {
  /** Scalar by which gradients are multiplied first (clipping of their norm). */
  readonly gradientScale: Expression;
}

/**
 * Turns gradients of what is minimized into updates of the parameters. Each call makes fresh state (moments,
 * velocities) for the parameters given.
 */
export type Optimizer = (
  parameters: readonly Variable[],
  gradients: readonly Expression[],
  scalars: StepScalars,
) => Update[];

