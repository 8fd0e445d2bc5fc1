import { type Operand, toExpression } from "../graph/index.ts";
import { knownOptions } from "../text/known-options.ts";
import { requireInFloat32, requireLearningRate } from "./check-numbers.ts";
import type { Optimizer } from "./optimizer.ts";
import { remember } from "./remember.ts";
import { zerosLike } from "./zeros-like.ts";

export interface SgdOptions {
  /** Step size α of  θ ← θ − α ∇  (notes, eq. 4, with the sign of descent): a number or a scalar expression. */
  readonly learningRate: Operand;
  /** Share of the last step's velocity that is kept, 0 ≤ momentum < 1; default 0. */
  readonly momentum?: number;
  /** Nesterov's look-ahead; needs momentum. Default false. */
  readonly nesterov?: boolean;
  /** L2 penalty: this times the parameter is added to its gradient. Default 0. */
  readonly weightDecay?: number;
}

/**
 * Stochastic gradient descent, optionally with momentum, as PyTorch defines it: v ← μv + g,  θ ← θ − αv.
 *
 * @throws TypeError without a learning rate; RangeError when another number is out of range
 */
export function sgd(options: SgdOptions): Optimizer {
  knownOptions("sgd", options, ["learningRate", "momentum", "nesterov", "weightDecay"]);
  const { momentum = 0, nesterov = false, weightDecay = 0 } = options;
  if (nesterov && momentum === 0) throw new RangeError("sgd: nesterov needs a momentum above 0, such as 0.9");
  requireLearningRate("sgd", options.learningRate);
  requireInFloat32("sgd: momentum", momentum, 0, 1);
  requireInFloat32("sgd: weightDecay", weightDecay);
  const learningRate = toExpression(options.learningRate);
  const velocityOf = remember((parameter) => zerosLike(parameter, "velocity"));
  return (parameters, gradients, { gradientScale }) =>
    parameters.map((parameter, index) => ({
      kind: "sgd",
      parameter,
      gradient: gradients[index],
      learningRate,
      gradientScale,
      velocity: momentum === 0 ? undefined : velocityOf(parameter),
      momentum,
      nesterov,
      weightDecay,
    }));
}
