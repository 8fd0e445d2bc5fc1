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
import { aboveZero, requireInFloat32 } from "./check-numbers.ts";
import type { Optimizer } from "./optimizer.ts";

export interface DescentOptions {
  /** Gradients are scaled down together when their common norm is larger than this, above 0; default: never. */
  readonly maxGradientNorm?: number;
}

export interface Descent {
  readonly updates: Update[];
  /**
   * Euclidean norm of all gradients together, before clipping; not finite when a gradient is not, nor when the sum of their
   * squares is beyond float32, as with one of 1e20.
   */
  readonly gradientNorm: FloatExpression;
}

/**
 * One step of an optimizer down the gradient of a scalar. When the norm of the gradients is not finite the parameters stay
 * as they are; `gradientNorm` then says so. A parameter that is listed twice takes one step.
 *
 * @throws RangeError when there are no parameters, or `maxGradientNorm` is not above 0
 */
export function descend(
  loss: Expression,
  parameters: readonly Variable[],
  optimizer: Optimizer,
  options: DescentOptions = {},
): Descent {
  const each = [...new Set(parameters)];
  return descendGradients(grad(loss, each), each, optimizer, options);
}

/** One step of an optimizer down gradients that are given, one for each parameter, as {@link descend} takes it. */
export function descendGradients(
  gradients: readonly Expression[],
  parameters: readonly Variable[],
  optimizer: Optimizer,
  options: DescentOptions = {},
): Descent {
  const { maxGradientNorm = Infinity } = knownOptions("descend", options, ["maxGradientNorm"]);
  if (maxGradientNorm !== Infinity) requireInFloat32("maxGradientNorm", maxGradientNorm, aboveZero);
  if (gradients.length === 0 || gradients.length !== parameters.length) {
    throw new RangeError(
      `descend: ${gradients.length} gradients of ${parameters.length} parameters; give parameters, each with its gradient`,
    );
  }
  const gradientNorm = sqrt(gradients.map((gradient) => sum(square(gradient))).reduce(add));
  const clip =
    maxGradientNorm === Infinity ? 1 : minimum(divide(maxGradientNorm, add(gradientNorm, 1e-6)), 1);
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
