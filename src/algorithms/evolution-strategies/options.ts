import {
  commonOptions,
  flag,
  head,
  longestEpisode,
  nonNegativeNumber,
  normalizeObservations,
  oneOf,
  optionsTable,
  orNone,
  positiveInteger,
  positiveNumber,
  schedule,
} from "../../learning/index.ts";

export const evolutionStrategiesOptions = optionsTable({
  steps: positiveInteger(500_000, "environment steps to train for, rounded up to whole updates"),
  population: positiveInteger(
    64,
    "candidates per update, with an episode each; even where they are antithetic",
  ),
  deviation: positiveNumber(0.05, "σ, the standard deviation of the noise on every weight"),
  antithetic: flag(true, "whether candidates come in pairs, μ + σ ε and μ − σ ε"),
  shaping: oneOf(
    ["ranks", "standardized", "none"],
    "ranks",
    "what stands for returns: their centered ranks among the candidates, from −½ to ½; returns less their mean, over their " +
      "deviation; or returns as they are",
  ),
  sameBeginnings: flag(
    true,
    "whether the episodes of an update begin from one seed, another one in each update, so that luck is the same for all",
  ),
  longestEpisode,
  optimizer: oneOf(["adam", "sgd"], "adam", "what takes the step along the gradient"),
  learningRate: positiveNumber(0.02, "initial step size of the optimizer"),
  learningRateSchedule: schedule("learning rate"),
  weightDecay: nonNegativeNumber(0, "λ of the penalty ½ λ |μ|² on the weights"),
  maxGradientNorm: orNone(positiveNumber, "none", "norm to which gradients are clipped"),
  head,
  normalizeObservations: normalizeObservations(false),
  ...commonOptions,
});
