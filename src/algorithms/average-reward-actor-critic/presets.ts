import type { OptionsOf } from "../../learning/index.ts";
import type { averageRewardActorCriticOptions } from "./options.ts";

type AverageRewardActorCriticOptions = Partial<OptionsOf<typeof averageRewardActorCriticOptions>>;

/** What works well here, by environment. */
export const averageRewardActorCriticTuned: Readonly<Record<string, AverageRewardActorCriticOptions>> = {
  // Policy and critic share no weights, and Adam asks for no scale: a norm for both would let the critic slow the policy.
  "Pendulum-v1": {
    steps: 800_000,
    environments: 8,
    rolloutSteps: 32,
    learningRate: 1e-3,
    learningRateSchedule: "linear",
    maxGradientNorm: "none",
    activation: "relu",
    head: "diagonal-normal",
  },
};
