import type { Update } from "../compiler/index.ts";
import { add, equal, multiply, type Operand, toExpression, variable } from "../graph/index.ts";
import { knownOptions } from "../text/known-options.ts";
import { aboveZero, requireInFloat32, requireLearningRate } from "./check-numbers.ts";
import type { Optimizer } from "./optimizer.ts";
import { remember } from "./remember.ts";
import { zerosLike } from "./zeros-like.ts";

export interface AdamOptions {
  /** Step size: a number or a scalar expression. */
  readonly learningRate: Operand;
  /** Share of the running mean of gradients that is kept; default 0.9. */
  readonly beta1?: number;
  /** Share of the running mean of squared gradients that is kept; default 0.999. */
  readonly beta2?: number;
  /** Added to the root, above 0; default 1e-8. */
  readonly epsilon?: number;
  /** Decoupled weight decay (AdamW, Loshchilov and Hutter 2019); default 0. */
  readonly weightDecay?: number;
}

/**
 * Adam (Kingma and Ba 2015): steps along the running mean of the gradient over the root of that of its square.
 *
 * @throws TypeError without a learning rate; RangeError when another number is out of range
 */
export function adam(options: AdamOptions): Optimizer {
  knownOptions("adam", options, ["learningRate", "beta1", "beta2", "epsilon", "weightDecay"]);
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = options;
  requireLearningRate("adam", options.learningRate);
  requireInFloat32("adam: beta1", beta1, 0, 1);
  requireInFloat32("adam: beta2", beta2, 0, 1);
  requireInFloat32("adam: epsilon", epsilon, aboveZero);
  requireInFloat32("adam: weightDecay", weightDecay);
  const learningRate = toExpression(options.learningRate);
  const step = variable("adam.step", [], [0]);
  const firstMomentOf = remember((parameter) => zerosLike(parameter, "firstMoment"));
  const secondMomentOf = remember((parameter) => zerosLike(parameter, "secondMoment"));
  return (parameters, gradients, { gradientScale }) => {
    // A step that changes nothing, since a number is not finite, does not count: the moments have not seen it.
    const isMade = equal(multiply(multiply(gradientScale, learningRate), 0), 0);
    const count: Update = { kind: "assign", target: step, value: add(step, isMade) };
    const steps = parameters.map(
      (parameter, index): Update => ({
        kind: "adam",
        parameter,
        gradient: gradients[index],
        learningRate,
        gradientScale,
        firstMoment: firstMomentOf(parameter),
        secondMoment: secondMomentOf(parameter),
        step,
        beta1,
        beta2,
        epsilon,
        weightDecay,
      }),
    );
    return [count, ...steps];
  };
}
