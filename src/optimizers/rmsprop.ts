import { type Operand, toExpression } from "../graph/index.ts";
import { knownOptions } from "../text/known-options.ts";
import { aboveZero, requireInFloat32, requireLearningRate } from "./check-numbers.ts";
import type { Optimizer } from "./optimizer.ts";
import { remember } from "./remember.ts";
import { zerosLike } from "./zeros-like.ts";

export interface RmspropOptions {
  /** Step size: a number or a scalar expression. */
  readonly learningRate: Operand;
  /** Share of the running mean of squared gradients that is kept; default 0.99. */
  readonly decay?: number;
  /** Added to the root, above 0; default 1e-8. */
  readonly epsilon?: number;
  /** Share of the last step's velocity that is kept; default 0. */
  readonly momentum?: number;
}

/**
 * RMSProp (Tieleman and Hinton 2012) as PyTorch defines it: s ← ρs + (1−ρ)g²,  θ ← θ − α g/(√s + ε).
 *
 * @throws TypeError without a learning rate; RangeError when another number is out of range
 */
export function rmsprop(options: RmspropOptions): Optimizer {
  knownOptions("rmsprop", options, ["learningRate", "decay", "epsilon", "momentum"]);
  const { decay = 0.99, epsilon = 1e-8, momentum = 0 } = options;
  requireLearningRate("rmsprop", options.learningRate);
  requireInFloat32("rmsprop: decay", decay, 0, 1);
  requireInFloat32("rmsprop: momentum", momentum, 0, 1);
  requireInFloat32("rmsprop: epsilon", epsilon, aboveZero);
  const learningRate = toExpression(options.learningRate);
  const squaresOf = remember((parameter) => zerosLike(parameter, "squares"));
  const velocityOf = remember((parameter) => zerosLike(parameter, "velocity"));
  return (parameters, gradients, { gradientScale }) =>
    parameters.map((parameter, index) => ({
      kind: "rmsprop",
      parameter,
      gradient: gradients[index],
      learningRate,
      gradientScale,
      squares: squaresOf(parameter),
      velocity: momentum === 0 ? undefined : velocityOf(parameter),
      decay,
      epsilon,
      momentum,
    }));
}
