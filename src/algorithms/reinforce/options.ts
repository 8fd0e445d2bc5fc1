import {
  commonOptions,
  flag,
  fraction,
  head,
  type IdleOptions,
  longestEpisode,
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

/** Options of a value function that have no effect where another baseline is taken, each with the reason. */
export function idleCritic(baseline: "none" | "mean" | "value"): IdleOptions {
  const reason = `baseline is "${baseline}", which takes no value function`;
  return baseline === "value" ? {} : { valueLearningRate: reason, valueUpdates: reason };
}

export const reinforceOptions = optionsTable({
  steps: positiveInteger(500_000, "environment steps to train for, rounded up to whole updates"),
  episodesPerUpdate: positiveInteger(16, "whole episodes per gradient"),
  longestEpisode,
  sequenceLength: positiveInteger(
    32,
    "steps through which a recurrent policy is trained at a time, from the beginning of each episode on; must divide 256",
  ),
  discount: fraction(0.99, "discount γ"),
  baseline: oneOf(
    ["none", "mean", "value"],
    "value",
    "what is taken from the returns: nothing, the mean of the other episodes at the same time, or a learned V(s)",
  ),
  discountStates: flag(true, "weight step t by γᵗ, as the gradient of the discounted objective does"),
  normalizeAdvantages: flag(false, "scale advantages to standard deviation 1 in each update"),
  learningRate: positiveNumber(1e-3, "initial step size of the policy's Adam"),
  learningRateSchedule: schedule("learning rate"),
  valueLearningRate: positiveNumber(1e-3, "step size of the value function's Adam"),
  valueUpdates: positiveInteger(20, "steps of the value function towards the returns of each update"),
  entropyWeight: nonNegativeNumber(0, "factor on the entropy bonus"),
  maxGradientNorm: orNone(positiveNumber, "none", "norm to which gradients are clipped"),
  head,
  normalizeObservations: normalizeObservations(false),
  normalizeRewards: normalizeRewards(false),
  ...commonOptions,
});
