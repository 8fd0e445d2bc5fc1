import type { Expression } from "../../graph/index.ts";
import {
  fractionInFloat32,
  type IdleOptions,
  type OptionsOf,
  oneOf,
  positiveNumber,
  schedule,
} from "../../learning/index.ts";
import { adam, type Optimizer, rmsprop, sgd } from "../../optimizers/index.ts";

/** How the step along a gradient is taken. */
export const optimizerOptions = {
  optimizer: oneOf(["rmsprop", "adam", "sgd"], "rmsprop", "what takes the step along the gradient"),
  learningRate: positiveNumber(7e-4, "initial step size of the optimizer"),
  learningRateSchedule: schedule("learning rate"),
  optimizerEpsilon: positiveNumber(1e-5, "ε of RMSProp and Adam"),
  rmspropDecay: fractionInFloat32(0.99, "share of its mean of squared gradients that RMSProp keeps"),
};

/** Options that the optimizer has no use for, each with the reason. */
export function idleOfOptimizer({
  optimizer,
}: Pick<OptionsOf<typeof optimizerOptions>, "optimizer">): IdleOptions {
  const reason = `optimizer is "${optimizer}"`;
  return {
    ...(optimizer !== "rmsprop" && { rmspropDecay: reason }),
    ...(optimizer === "sgd" && { optimizerEpsilon: reason }),
  };
}

/** The optimizer that the options ask for. */
export function optimizerFor(
  settings: Pick<OptionsOf<typeof optimizerOptions>, "optimizer" | "optimizerEpsilon" | "rmspropDecay">,
  learningRate: Expression,
): Optimizer {
  const { optimizer, optimizerEpsilon: epsilon, rmspropDecay: decay } = settings;
  switch (optimizer) {
    case "rmsprop":
      return rmsprop({ learningRate, epsilon, decay });
    case "adam":
      return adam({ learningRate, epsilon });
    case "sgd":
      return sgd({ learningRate });
  }
}
