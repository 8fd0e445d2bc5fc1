import type { OptionsOf } from "../../learning/index.ts";
import type { sacOptions } from "./options.ts";

type SacOptions = Partial<OptionsOf<typeof sacOptions>>;

/** What works well here, by environment. */
export const sacTuned: Readonly<Record<string, SacOptions>> = {
  "Pendulum-v1": {
    steps: 20_000,
    hidden: [64, 64],
    learningRate: 1e-3,
  },
};
