import type { OptionsOf } from "../../learning/index.ts";
import type { ddpgOptions } from "./options.ts";

/** What works well here, by environment. */
export const ddpgTuned: Readonly<Record<string, Partial<OptionsOf<typeof ddpgOptions>>>> = {
  "Pendulum-v1": {
    steps: 20_000,
    hidden: [64, 64],
    learningRate: 1e-3,
  },
};
