import type { OptionsOf } from "../../learning/index.ts";
import type { evolutionStrategiesOptions } from "./options.ts";

type EvolutionStrategiesOptions = Partial<OptionsOf<typeof evolutionStrategiesOptions>>;

export const evolutionStrategiesPresets: Readonly<Record<string, EvolutionStrategiesOptions>> = {
  /**
   * What Salimans et al. 2017 took for Humanoid-v1, by their published program. Its penalty of 0.005 is on a gradient that is
   * not divided by σ.
   */
  openai: {
    ...{ population: 10_000, deviation: 0.02, learningRate: 0.01, weightDecay: 0.25, sameBeginnings: false },
    ...{ normalizeObservations: true, hidden: [256, 256] },
  },
};

/** What works well here, by environment. */
export const evolutionStrategiesTuned: Readonly<Record<string, EvolutionStrategiesOptions>> = {
  "CartPole-v1": { steps: 200_000, population: 32, deviation: 0.1, learningRate: 0.05, hidden: [32] },
  "Pendulum-v1": {
    ...{ steps: 4_000_000, deviation: 0.2, learningRate: 0.2, learningRateSchedule: "linear", hidden: [32] },
  },
};
