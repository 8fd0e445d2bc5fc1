import {
  commonOptions,
  flag,
  fraction,
  head,
  nonNegativeNumber,
  normalizeObservations,
  normalizeRewards,
  oneOf,
  optionsTable,
  orNone,
  positiveInteger,
  positiveNumber,
  schedule,
} from "../../learning/index.ts";

export const actorCriticOptions = optionsTable({
  steps: positiveInteger(500_000, "environment steps to train for, rounded up to whole rollouts"),
  environments: positiveInteger(8, "copies of the environment that are stepped together"),
  rolloutSteps: positiveInteger(16, "steps of each copy between updates"),
  discount: fraction(0.99, "discount γ"),
  lambda: fraction(
    0.95,
    "λ of the returns that the critic follows: 0 for r + γ V(s′), 1 for all rewards of the rollout",
  ),
  critic: oneOf(
    ["auto", "network", "compatible"],
    "auto",
    "the part of Q that depends on the action: a network with an output for each, or wᵀ∇ log π; auto: a network where " +
      "actions are discrete",
  ),
  baseline: oneOf(
    ["none", "value"],
    "value",
    "what is taken from Q(s, a): nothing, or V(s), its mean over the actions of the policy",
  ),
  discountStates: flag(
    false,
    "weight step t of an episode by γᵗ, as the gradient of the discounted objective does",
  ),
  optimizer: oneOf(["adam", "sgd"], "adam", "what takes the policy's step along the gradient"),
  learningRate: positiveNumber(1e-3, "initial step size of the policy's optimizer"),
  learningRateSchedule: schedule("learning rate"),
  valueLearningRate: positiveNumber(3e-3, "step size of the critic's Adam"),
  valueUpdates: positiveInteger(2, "steps of the critic towards the returns of each rollout"),
  entropyWeight: nonNegativeNumber(0, "factor on the entropy bonus"),
  maxGradientNorm: orNone(positiveNumber, 0.5, "norm to which gradients are clipped"),
  head,
  normalizeObservations: normalizeObservations(false),
  normalizeRewards: normalizeRewards(false),
  ...commonOptions,
});
