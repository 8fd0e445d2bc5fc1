import { longestEpisodeByDefault } from "../../experience/endless-episode.ts";
import {
  architecture,
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
    "how policy and value function are built; auto: fully connected layers by `hidden` and `activation`",
  ),
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

/** How a setting goes from its initial value on, linearly to 0 or not at all. */
export const schedule = (setting: string) =>
  oneOf(["constant", "linear"], "constant", `how the ${setting} goes, linearly to 0 or not`);

/** For what keeps whole episodes. */
export const longestEpisode = positiveInteger(
  longestEpisodeByDefault,
  "steps after which an episode counts as endless, which is an error",
);
