import type { OptionsOf } from "../../learning/index.ts";
import type { a2cOptions } from "./options.ts";

type A2cOptions = Partial<OptionsOf<typeof a2cOptions>>;

/** Settings of other libraries, by the library's name. */
export const a2cPresets = {
  /** RL Baselines3 Zoo, CartPole-v1: Stable-Baselines3's defaults on 8 environments. */
  zoo: {
    steps: 500_000,
    environments: 8,
    rolloutSteps: 5,
    discount: 0.99,
    lambda: 1,
    optimizer: "rmsprop",
    learningRate: 7e-4,
    optimizerEpsilon: 1e-5,
    valueWeight: 1,
    entropyWeight: 0,
    maxGradientNorm: 0.5,
  },
} as const satisfies Readonly<Record<string, A2cOptions>>;

/** What works well here, by environment. */
export const a2cTuned: Readonly<Record<string, A2cOptions>> = {
  // Without layer normalization the policies of most seeds stay at −78 to −83, with a swing more than is needed.
  "Acrobot-v1": {
    steps: 1_000_000,
    environments: 16,
    rolloutSteps: 128,
    discount: 0.995,
    lambda: 0.92,
    normalizeAdvantages: true,
    optimizer: "adam",
    learningRate: 2.5e-3,
    learningRateSchedule: "linear",
    valueEpochs: 5,
    valueLearningRate: 5e-3,
    valueMinibatchSize: 128,
    architecture: { kind: "mlp", hidden: [128, 128], activation: "relu", normalization: "layer" },
    normalizeObservations: true,
    normalizeRewards: true,
  },
  "CartPole-v1": a2cPresets.zoo,
  // Where V takes the policy's step only, λ has to be 1: with 0.98 and less policies end at −136 or so, with a swing more than is needed.
  "MountainCar-v0": {
    steps: 1_000_000,
    environments: 16,
    rolloutSteps: 200,
    discount: 0.995,
    lambda: 0.98,
    normalizeAdvantages: true,
    optimizer: "adam",
    learningRate: 0.01,
    learningRateSchedule: "linear",
    valueEpochs: 3,
    valueLearningRate: 0.0125,
    valueMinibatchSize: 100,
    activation: "relu",
    normalizeObservations: true,
    normalizeRewards: true,
  },
  // With a discount of 0.9 and rewards as they are, one seed in ten learns to hang at full torque: to leave pays later only.
  "Pendulum-v1": {
    steps: 800_000,
    environments: 8,
    rolloutSteps: 16,
    discount: 0.95,
    lambda: 0.95,
    optimizer: "adam",
    learningRate: 1e-3,
    learningRateSchedule: "linear",
    activation: "relu",
    head: "diagonal-normal",
    normalizeRewards: true,
  },
};
