import type { OptionsOf } from "../../learning/index.ts";
import type { td3Options } from "./options.ts";

/** What works well here, by environment. */
export const td3Tuned: Readonly<Record<string, Partial<OptionsOf<typeof td3Options>>>> = {
  "MountainCarContinuous-v0": {
    steps: 50_000,
    rolloutSteps: 40,
    startSteps: 2000,
    explorationNoise: 0.3,
    noiseCorrelation: 0.95,
    discount: 0.995,
    targetRate: 0.01,
    hidden: [64, 64],
    learningRate: 1e-3,
    learningRateSchedule: "linear",
  },
  "Pendulum-v1": {
    steps: 20_000,
    hidden: [64, 64],
    learningRate: 1e-3,
  },
};
