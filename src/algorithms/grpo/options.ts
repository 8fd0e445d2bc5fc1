import {
  commonOptions,
  groupOptions,
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

export const grpoOptions = optionsTable({
  steps: positiveInteger(500_000, "environment steps to train for, rounded up to whole updates"),
  ...groupOptions,
  longestEpisode,
  form: oneOf(
    ["grpo", "dr-grpo"],
    "grpo",
    "grpo: advantages over their deviation in the group, and the mean over the steps of an episode; dr-grpo: neither, as is unbiased",
  ),
  epochs: positiveInteger(1, "steps of the policy on the episodes of each update"),
  clipRange: positiveNumber(0.2, "ε of the clipped objective"),
  klWeight: nonNegativeNumber(
    0,
    "factor on the KL divergence from the policy that the training began with; DeepSeekMath has 0.04",
  ),
  learningRate: positiveNumber(1e-3, "initial step size of Adam"),
  learningRateSchedule: schedule("learning rate"),
  entropyWeight: nonNegativeNumber(0, "factor on the entropy bonus"),
  maxGradientNorm: orNone(positiveNumber, 1, "norm to which gradients are clipped"),
  head,
  normalizeObservations: normalizeObservations(false),
  ...commonOptions,
});
