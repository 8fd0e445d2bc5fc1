import {
  commonOptions,
  flag,
  fraction,
  head,
  nonNegativeInteger,
  nonNegativeNumber,
  normalizeObservations,
  normalizeRewards,
  optionsTable,
  orNone,
  positiveInteger,
  positiveNumber,
} from "../../learning/index.ts";
import { optimizerOptions } from "./optimizer-for.ts";

/**
 * The options of A2C; the defaults are those of Stable-Baselines3 but for the number of environments. Its weight on
 * the value loss, 0.5, is on a whole mean square: the same as 1 on half of one.
 */
export const a2cOptions = optionsTable({
  steps: positiveInteger(500_000, "environment steps to train for, rounded up to whole rollouts"),
  environments: positiveInteger(8, "copies of the environment that are stepped together"),
  rolloutSteps: positiveInteger(5, "steps of each copy between updates: the n of n-step returns"),
  discount: fraction(0.99, "discount γ"),
  lambda: fraction(
    1,
    "λ of generalized advantage estimation: 1 for n-step returns, 0 for the temporal-difference error",
  ),
  discountStates: flag(
    false,
    "weight step t of an episode by γᵗ, as the gradient of the discounted objective does",
  ),
  normalizeAdvantages: flag(false, "shift and scale advantages to mean 0 and deviation 1 in each update"),
  ...optimizerOptions,
  valueWeight: nonNegativeNumber(1, "factor on the value loss, which is half a mean square"),
  valueEpochs: nonNegativeInteger(
    0,
    "passes of the value function over each rollout, by an Adam of its own; 0: it takes one step, together with the policy",
  ),
  valueLearningRate: positiveNumber(
    1e-3,
    "initial step size of that Adam, with the schedule of learningRate",
  ),
  valueMinibatchSize: positiveInteger(
    40,
    "steps per gradient in these passes; must divide environments × rolloutSteps",
  ),
  entropyWeight: nonNegativeNumber(0, "factor on the entropy bonus"),
  maxGradientNorm: orNone(positiveNumber, 0.5, "norm to which gradients are clipped"),
  head,
  normalizeObservations: normalizeObservations(false),
  normalizeRewards: normalizeRewards(false),
  ...commonOptions,
});
