import type { Expression } from "../../graph/index.ts";
import type { OptionsOf } from "../../learning/index.ts";
import { adam, type Optimizer, rmsprop, sgd } from "../../optimizers/index.ts";
import type { a2cOptions } from "./options.ts";

/** The optimizer that the options ask for. */
export function optimizerFor(
  settings: Pick<OptionsOf<typeof a2cOptions>, "optimizer" | "optimizerEpsilon" | "rmspropDecay">,
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
