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
  // The network of Karpathy's "Pong from pixels". With a learning rate of 3e-3 its entropy is lost before it has learned anything.
  "Pong-point-v0": {
    steps: 2_000_000,
    episodesPerUpdate: 64,
    discountStates: false,
    normalizeAdvantages: true,
    learningRate: 1e-3,
    learningRateSchedule: "linear",
    valueLearningRate: 1e-3,
    valueUpdates: 4,
    maxGradientNorm: 0.5,
    architecture: { kind: "mlp", hidden: [200], activation: "relu" },
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
