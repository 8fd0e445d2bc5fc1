import type { Update } from "../compiler/index.ts";
import {
  add,
  divide,
  type Expression,
  type FloatExpression,
  grad,
  minimum,
  multiply,
  negate,
  sqrt,
  square,
  sum,
  type Variable,
} from "../graph/index.ts";
import { knownOptions } from "../text/known-options.ts";
import type { Optimizer } from "./optimizer.ts";

export interface DescentOptions {
  /** Gradients are scaled down together when their common norm is larger than this; default: never. */
  readonly maxGradientNorm?: number;
}

export interface Descent {
  readonly updates: Update[];
  /** Euclidean norm of all gradients together, before clipping; not finite when a gradient is not. */
  readonly gradientNorm: FloatExpression;
}

/**
 * One step of an optimizer down the gradient of a scalar. When a gradient is not finite the parameters stay as they
 * are; `gradientNorm` then says so.
 *
 * @throws RangeError when there are no parameters
 */
export function descend(
  loss: Expression,
  parameters: readonly Variable[],
  optimizer: Optimizer,
  options: DescentOptions = {},
): Descent {
  return descendGradients(grad(loss, parameters), parameters, optimizer, options);
}

/** One step of an optimizer down gradients that are given, as {@link descend} takes it. */
export function descendGradients(
  gradients: readonly Expression[],
  parameters: readonly Variable[],
  optimizer: Optimizer,
  options: DescentOptions = {},
): Descent {
  const { maxGradientNorm } = knownOptions("descend", options, ["maxGradientNorm"]);
  if (gradients.length === 0) {
    throw new RangeError("descend: there are no parameters; give at least one variable to change");
  }
  const gradientNorm = sqrt(gradients.map((gradient) => sum(square(gradient))).reduce(add));
  const clip =
    maxGradientNorm === undefined ? 1 : minimum(divide(maxGradientNorm, add(gradientNorm, 1e-6)), 1);
  // Adds 0, or NaN when the norm is not finite: optimizers change nothing on that.
  const gradientScale = add(multiply(gradientNorm, 0), clip);
  return { updates: optimizer(parameters, gradients, { gradientScale }), gradientNorm };
}

/** One step up the gradient of an objective: θ ← θ + α ∇J(θ) (notes, eq. 4). */
export function ascend(
  objective: Expression,
  parameters: readonly Variable[],
  optimizer: Optimizer,
  options: DescentOptions = {},
): Descent {
  return descend(negate(objective), parameters, optimizer, options);
}
