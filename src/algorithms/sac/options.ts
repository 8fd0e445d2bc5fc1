import {
  architecture,
  commonOptions,
  finiteNumber,
  fraction,
  fractionInFloat32,
  nonNegativeInteger,
  normalizeObservations,
  oneOf,
  optionsTable,
  orAuto,
  positiveInteger,
  positiveIntegers,
  positiveNumber,
  schedule,
} from "../../learning/index.ts";

/**
 * The options of SAC; the defaults are those of Haarnoja et al. 2018, but for the steps between updates, which the paper
 * takes one at a time.
 */
export const sacOptions = optionsTable({
  steps: positiveInteger(100_000, "environment steps to train for, rounded up to whole updates"),
  environments: positiveInteger(1, "copies of the environment that are stepped together"),
  rolloutSteps: positiveInteger(16, "steps of each copy between updates"),
  startSteps: nonNegativeInteger(
    1000,
    "steps by the initial policy, whose actions are all but uniform, before learning begins",
  ),
  gradientStepsPerStep: positiveNumber(
    1,
    "gradient steps for each environment step, rounded to a whole number in each update",
  ),
  batchSize: positiveInteger(256, "steps of each gradient, drawn from the replay"),
  replaySize: positiveInteger(1_000_000, "steps that the replay keeps, the last ones"),
  discount: fraction(0.99, "discount γ"),
  targetRate: fractionInFloat32(
    0.005,
    "share τ by which the target copies of the critics move towards them in each gradient step",
  ),
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
    "entropy of the actions, rescaled to ±1, that a learned temperature aims at, in nats; auto: −1 for each element",
  ),
  normalizeObservations: normalizeObservations(false),
  ...commonOptions,
  hidden: positiveIntegers([256, 256], "units of each hidden layer, for policy and critics each"),
  activation: oneOf(["tanh", "relu", "sigmoid"], "relu", "activation of the hidden layers"),
  architecture: orAuto(
    architecture,
    "auto",
    "how the policy is built; auto: fully connected layers by `hidden` and `activation`",
  ),
  valueArchitecture: orAuto(
    architecture,
    "auto",
    "how the critics are built, which see an observation and then an action: mlp, linear or a function; auto: as the policy",
  ),
});
