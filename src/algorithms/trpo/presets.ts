import type { OptionsOf } from "../../learning/index.ts";
import type { trpoOptions } from "./options.ts";

type TrpoOptions = Partial<OptionsOf<typeof trpoOptions>>;

/** Settings of other libraries, by the library's name. */
export const trpoPresets = {
  /** RL Baselines3 Zoo, CartPole-v1. */
  zoo: {
    ...{ steps: 100_000, environments: 2, rolloutSteps: 512, lambda: 0.98, damping: 1e-3 },
    ...{ valueLearningRate: 1e-3, valueEpochs: 20, valueMinibatchSize: 512 },
  },
} as const satisfies Readonly<Record<string, TrpoOptions>>;

/** What works well here, by environment. */
export const trpoTuned: Readonly<Record<string, TrpoOptions>> = {
  "Acrobot-v1": {
    ...{ steps: 1_000_000, environments: 16, rolloutSteps: 128, damping: 0.05 },
    ...{ valueLearningRate: 0.01, valueEpochs: 5, valueMinibatchSize: 256, hidden: [128, 128] },
    ...{ normalizeObservations: true, normalizeRewards: true },
  },
  // A value function that follows more quickly: Zoo's does not on some seeds.
  "CartPole-v1": { ...trpoPresets.zoo, valueLearningRate: 3e-3, valueEpochs: 10, valueMinibatchSize: 128 },
  "MountainCar-v0": {
    ...{ steps: 99_200, environments: 8, rolloutSteps: 200, discount: 0.993, lambda: 0.97 },
    ...{ maxKl: 0.02, damping: 0.01, valueLearningRate: 8e-3, valueMinibatchSize: 64 },
    ...{ normalizeObservations: true, normalizeRewards: true },
  },
  "Pendulum-v1": {
    ...{ steps: 100_000, discount: 0.9, damping: 1e-2, valueLearningRate: 3e-3, normalizeRewards: true },
  },
};
