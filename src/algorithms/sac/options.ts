import {
  architecture,
  commonOptions,
  finiteNumber,
  normalizeObservations,
  oneOf,
  optionsTable,
  orAuto,
  positiveIntegers,
  positiveNumber,
  replayOptions,
  schedule,
} from "../../learning/index.ts";

/**
 * The options of SAC; the defaults are those of Haarnoja et al. 2018, but for the steps between updates, which the paper
 * takes one at a time.
 */
export const sacOptions = optionsTable({
  ...replayOptions,
  learningRate: positiveNumber(3e-4, "initial step size of Adam, for critics, policy and temperature"),
  learningRateSchedule: schedule("learning rate"),
  temperature: orAuto(
    positiveNumber,
    "auto",
    "weight α on the entropy; auto: learned, from 1, so that the entropy becomes targetEntropy",
  ),
  targetEntropy: orAuto(
    finiteNumber,
    "auto",
    "entropy of the actions, those of a box rescaled to ±1, that a learned temperature aims at, in nats; auto: −1 for each " +
      "element of a box, 0.89 log n for n discrete actions",
  ),
  normalizeObservations: normalizeObservations(false),
  ...commonOptions,
  hidden: positiveIntegers([256, 256], "units of each hidden layer, for policy and critics each"),
  activation: oneOf(["tanh", "relu", "sigmoid"], "relu", "activation of the hidden layers"),
  architecture: orAuto(
    architecture,
    "auto",
    "how the policy is built; auto: fully connected layers by `hidden` and `activation`, for discrete actions by images a " +
      "convolutional network",
  ),
  valueArchitecture: orAuto(
    architecture,
    "auto",
    "how the critics are built; for a box, where they see an observation and then an action: mlp, linear or a function; " +
      "auto: as the policy",
  ),
});
