import type { OptionsOf } from "../../learning/index.ts";
import type { reinforceOptions } from "./options.ts";

type ReinforceOptions = Partial<OptionsOf<typeof reinforceOptions>>;

/** What works well here, by environment. */
export const reinforceTuned: Readonly<Record<string, ReinforceOptions>> = {
  "CartPole-v1": {
    steps: 500_000,
    episodesPerUpdate: 8,
    discount: 0.99,
    baseline: "value",
    discountStates: false,
    normalizeAdvantages: true,
    learningRate: 3e-3,
    learningRateSchedule: "linear",
    valueLearningRate: 3e-3,
    valueUpdates: 20,
    maxGradientNorm: 0.5,
  },
  // A game of 21 points, of the same numbers, is then won by 14 points.
  "Pong-point-numbers-v0": {
    steps: 1_500_000,
    episodesPerUpdate: 64,
    discountStates: false,
    normalizeAdvantages: true,
    learningRate: 3e-3,
    learningRateSchedule: "linear",
    valueLearningRate: 3e-3,
    valueUpdates: 10,
    maxGradientNorm: 0.5,
  },
};
