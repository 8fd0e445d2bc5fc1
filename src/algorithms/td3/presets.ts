import type { OptionsOf } from "../../learning/index.ts";
import type { td3Options } from "./options.ts";

/** What works well here, by environment. */
export const td3Tuned: Readonly<Record<string, Partial<OptionsOf<typeof td3Options>>>> = {
  "Pendulum-v1": {
    steps: 20_000,
    hidden: [64, 64],
    learningRate: 1e-3,
  },
};
