import type { OptionsOf } from "../../learning/index.ts";
import type { naturalPolicyGradientOptions } from "./options.ts";

/** What works well here, by environment. */
export const naturalPolicyGradientTuned: Readonly<
  Record<string, Partial<OptionsOf<typeof naturalPolicyGradientOptions>>>
> = {
  "CartPole-v1": {
    ...{ environments: 2, rolloutSteps: 512, lambda: 0.98, damping: 1e-3 },
    ...{ valueLearningRate: 3e-3, valueEpochs: 10, valueMinibatchSize: 128 },
  },
};
