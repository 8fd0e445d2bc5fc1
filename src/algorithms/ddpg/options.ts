import {
  architecture,
  commonOptions,
  normalizeObservations,
  oneOf,
  optionsTable,
  orAuto,
  positiveIntegers,
  positiveNumber,
  replayOptions,
  schedule,
} from "../../learning/index.ts";

/** What DDPG and TD3 have in common. */
export const deterministicOptions = {
  ...replayOptions,
  explorationNoise: positiveNumber(
    0.1,
    "deviation of the normal noise on actions once learning has begun, in units of the box, whose bounds are ±1",
  ),
  learningRate: positiveNumber(3e-4, "initial step size of Adam, for critics and policy"),
  learningRateSchedule: schedule("learning rate"),
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
};

/**
 * The options of DDPG; the defaults are those of TD3's authors for both (Fujimoto et al. 2018), whose DDPG differs in TD3's
 * three changes only, but for the steps between updates and `startSteps`.
 */
export const ddpgOptions = optionsTable({ ...deterministicOptions });
