import type { Update } from "../compiler/index.ts";
import type { Expression, Variable } from "../graph/index.ts";

/** What an optimizer gets for each step, beside the parameter and its gradient. */
export interface StepScalars {
  /** Scalar by which gradients are multiplied first (clipping of their norm). */
  readonly gradientScale: Expression;
}

/**
 * Turns gradients of what is minimized into updates of the parameters. An optimizer has one state (moments,
 * velocities) for each parameter, which all programs that it is used in share; its steps are counted together, so
 * parameters that are not always updated together need an optimizer each.
 */
export type Optimizer = (
  parameters: readonly Variable[],
  gradients: readonly Expression[],
  scalars: StepScalars,
) => Update[];
