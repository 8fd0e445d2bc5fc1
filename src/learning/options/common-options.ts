import { longestEpisodeByDefault } from "../../experience/endless-episode.ts";
import {
  architecture,
  flag,
  nonNegativeInteger,
  type OptionsTable,
  oneOf,
  orAuto,
  positiveInteger,
  positiveIntegers,
} from "./options.ts";

/** Options that every algorithm has. */
export const commonOptions = {
  seed: nonNegativeInteger(0, "seed of everything that is random"),
  hidden: positiveIntegers([64, 64], "units of each hidden layer, for policy and value function each"),
  activation: oneOf(["tanh", "relu", "sigmoid"], "tanh", "activation of the hidden layers"),
  architecture: orAuto(
    architecture,
    "auto",
    "how policy and value function are built; auto: fully connected layers by `hidden` and `activation`, for images a " +
      "convolutional network",
  ),
  valueArchitecture: orAuto(
    architecture,
    "auto",
    "how the value function is built where it is another way; auto: as the policy",
  ),
  sharedTower: flag(false, "whether policy and value function share all layers but the last ones"),
  backend: oneOf(
    ["wasm", "native"],
    "wasm",
    "what computes: the same bits everywhere, or Node's add-on, faster",
  ),
  workers: orAuto(
    positiveInteger,
    "auto",
    "threads to spread the work over; the weights are the same for any number",
  ),
} satisfies OptionsTable;

/** What a policy's outputs mean, for algorithms that let it be chosen. */
export const head = oneOf(
  ["auto", "diagonal-normal", "rescaled-normal", "state-dependent-normal", "squashed-normal", "beta"],
  "auto",
  "the densities of actions in a box; auto: rescaled-normal",
);

/** Whether observations are normalized. @param fallback the default */
export const normalizeObservations = (fallback: boolean | "auto") =>
  orAuto(
    flag,
    fallback,
    "shift and scale the numbers of observations to mean 0 and deviation 1, by what was seen so far; auto: unless they are images",
  );

/** Whether rewards are normalized. @param fallback the default */
export const normalizeRewards = (fallback: boolean) =>
  flag(
    fallback,
    "divide rewards by the deviation of the discounted returns so far, for the networks to learn from",
  );

/** How a setting goes from its initial value on, linearly to 0 or not at all. */
export const schedule = (setting: string) =>
  oneOf(["constant", "linear"], "constant", `how the ${setting} goes, linearly to 0 or not`);

/** For what trains recurrent networks on parts of rollouts. */
export const sequenceLength = orAuto(
  positiveInteger,
  "auto",
  "steps through which a recurrent policy is trained at a time; must divide rolloutSteps and minibatchSize; auto: as many as do",
);

/** For what keeps whole episodes. */
export const longestEpisode = positiveInteger(
  longestEpisodeByDefault,
  "steps after which an episode counts as endless, which is an error",
);
