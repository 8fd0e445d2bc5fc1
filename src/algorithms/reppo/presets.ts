import type { OptionsOf } from "../../learning/index.ts";
import type { reppoOptions } from "./options.ts";

type ReppoOptions = Partial<OptionsOf<typeof reppoOptions>>;

/** What works well here, by environment. */
export const reppoTuned: Readonly<Record<string, ReppoOptions>> = {
  "CartPole-v1": {
    ...{ steps: 100_000, environments: 8, rolloutSteps: 64, epochs: 8, hidden: [64, 64], bins: 51 },
    ...{ learningRate: 1e-3, learningRateSchedule: "linear" },
  },
  "Pendulum-v1": {
    ...{ steps: 100_000, rolloutSteps: 64, epochs: 8, learningRate: 1e-3, hidden: [64, 64], bins: 51 },
  },
};
