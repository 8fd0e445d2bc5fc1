import type { Box, Space } from "../../environments/index.ts";
import { add, tanh } from "../../graph/index.ts";
import { boxScale } from "../../policies/index.ts";
import type { Actions } from "./actions.ts";

/**
 * Actions in a box, which are drawn: the gradient of Q goes through them. They are those of the policy before they are stretched to
 * the box, between −1 and 1.
 *
 * @throws RangeError for a box without finite bounds
 */
export function boxActions(space: Space): Actions {
  const { logVolume } = boxScale(space as unknown as Box);
  return {
    ...{ head: "squashed-normal", size: space.size, drawn: true, logVolume, taken: tanh },
    targetEntropy: -0.5 * space.size,
    expected(density, critic, observations, noise) {
      const drawn = density.sample(noise!);
      // Of the action between −1 and 1, not of the one in the box.
      const logProb = add(density.logProb(drawn), logVolume);
      const actions = tanh(drawn);
      return {
        ...{ logProb, value: critic.values(observations, actions) },
        features: critic.features(observations, actions),
      };
    },
  };
}
