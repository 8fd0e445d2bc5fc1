import {
  commonOptions,
  groupOptions,
  head,
  longestEpisode,
  nonNegativeNumber,
  normalizeObservations,
  optionsTable,
  orNone,
  positiveInteger,
  positiveNumber,
  schedule,
} from "../../learning/index.ts";

export const rlooOptions = optionsTable({
  steps: positiveInteger(500_000, "environment steps to train for, rounded up to whole updates"),
  ...groupOptions,
  longestEpisode,
  learningRate: positiveNumber(1e-3, "initial step size of Adam"),
  learningRateSchedule: schedule("learning rate"),
  entropyWeight: nonNegativeNumber(0, "factor on the entropy bonus"),
  maxGradientNorm: orNone(positiveNumber, "none", "norm to which gradients are clipped"),
  head,
  normalizeObservations: normalizeObservations(false),
  ...commonOptions,
});
