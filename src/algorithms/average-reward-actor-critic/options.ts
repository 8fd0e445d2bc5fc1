import {
  commonOptions,
  fraction,
  head,
  nonNegativeNumber,
  normalizeObservations,
  oneOf,
  optionsTable,
  orNone,
  positiveInteger,
  positiveNumber,
} from "../../learning/index.ts";
import { optimizerOptions } from "../a2c/optimizer-for.ts";

export const averageRewardActorCriticOptions = optionsTable({
  steps: positiveInteger(500_000, "environment steps to train for, rounded up to whole rollouts"),
  environments: positiveInteger(8, "copies of the environment that are stepped together"),
  rolloutSteps: positiveInteger(16, "steps of each copy between updates"),
  lambda: fraction(0.95, "λ of the differential advantage: 0 for the temporal-difference error"),
  averageRewardRate: fraction(
    0.1,
    "share of the mean temporal-difference error by which the average reward moves in each update",
  ),
  ...optimizerOptions,
  optimizer: oneOf(["rmsprop", "adam", "sgd"], "adam", optimizerOptions.optimizer.description),
  learningRate: positiveNumber(1e-3, optimizerOptions.learningRate.description),
  valueWeight: nonNegativeNumber(1, "factor on the value loss, which is half a mean square"),
  entropyWeight: nonNegativeNumber(0, "factor on the entropy bonus"),
  maxGradientNorm: orNone(positiveNumber, 0.5, "norm to which gradients are clipped"),
  head,
  normalizeObservations: normalizeObservations(false),
  ...commonOptions,
});
