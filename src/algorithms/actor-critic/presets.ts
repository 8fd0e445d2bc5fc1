import type { OptionsOf } from "../../learning/index.ts";
import type { actorCriticOptions } from "./options.ts";

type ActorCriticOptions = Partial<OptionsOf<typeof actorCriticOptions>>;

/** What works well here, by environment. */
export const actorCriticTuned: Readonly<Record<string, ActorCriticOptions>> = {
  "CartPole-v1": { steps: 480_000, learningRateSchedule: "linear" },
};
