import {
  commonOptions,
  flag,
  fraction,
  head,
  nonNegativeNumber,
  normalizeObservations,
  normalizeRewards,
  optionsTable,
  orNone,
  positiveInteger,
  positiveNumber,
} from "../../learning/index.ts";

/** Options that TRPO has too. */
export const naturalOptions = optionsTable({
  environments: positiveInteger(8, "copies of the environment that are stepped together"),
  rolloutSteps: positiveInteger(256, "steps of each copy between updates"),
  discount: fraction(0.99, "discount γ"),
  lambda: fraction(0.95, "λ of generalized advantage estimation"),
  normalizeAdvantages: flag(true, "shift and scale advantages to mean 0 and deviation 1 in each update"),
  conjugateGradientSteps: positiveInteger(
    15,
    "steps of conjugate gradient towards the natural gradient, at most",
  ),
  damping: nonNegativeNumber(0.1, "multiple of the identity that is added to the Fisher information"),
  valueLearningRate: positiveNumber(1e-3, "step size of the value function's Adam"),
  valueEpochs: positiveInteger(10, "passes of the value function over each rollout"),
  valueMinibatchSize: positiveInteger(
    128,
    "steps per gradient of the value function; must divide environments × rolloutSteps",
  ),
  head,
  normalizeObservations: normalizeObservations(false),
  normalizeRewards: normalizeRewards(false),
  ...commonOptions,
});

export const naturalPolicyGradientOptions = optionsTable({
  steps: positiveInteger(100_000, "environment steps to train for, rounded up to whole rollouts"),
  maxKl: orNone(
    positiveNumber,
    0.01,
    "KL divergence that a step is scaled to, as far as the Fisher information tells; none: the step is learningRate times the natural gradient",
  ),
  learningRate: positiveNumber(0.1, "step size α along the natural gradient, where maxKl is none"),
  ...naturalOptions,
});
