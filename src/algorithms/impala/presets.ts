import type { OptionsOf } from "../../learning/index.ts";
import type { impalaOptions } from "./options.ts";

type ImpalaOptions = Partial<OptionsOf<typeof impalaOptions>>;

/** What works well here, by environment. */
export const impalaTuned: Readonly<Record<string, ImpalaOptions>> = {
  "CartPole-v1": {
    steps: 480_000,
    environments: 16,
    rolloutSteps: 20,
    optimizer: "adam",
    learningRate: 1e-3,
    learningRateSchedule: "linear",
    normalizeRewards: true,
  },
};
