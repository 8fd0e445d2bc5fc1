import { add, negate, type RowType, tanh } from "../../graph/index.ts";
import {
  type ActedEnvironment,
  type ActorCriticParts,
  type BoxActorCriticSettings,
  createBoxActorCritic,
} from "../../learning/index.ts";
import { boxScale } from "../../policies/index.ts";
import type { SoftAgent } from "./soft-agent.ts";

/**
 * For actions in a box, which are drawn. They are those of the policy before they are stretched to the box, between −1 and 1.
 *
 * @throws RangeError for a box without finite bounds
 */
export function createBoxAgent(
  environment: ActedEnvironment,
  settings: BoxActorCriticSettings,
  parts: ActorCriticParts,
): SoftAgent {
  const { policy, actionSpace, critics, targets } = createBoxActorCritic(environment, settings, {
    ...parts,
    ...{ algorithm: "sac", head: "squashed-normal", critics: 2 },
  });
  const estimates = { critics, targets };
  const { logVolume } = boxScale(actionSpace);
  return {
    ...{ policy, ...estimates, taken: tanh },
    noise: policy.rows.actions as RowType<"float">,
    expected(which, observations, noise) {
      const density = policy.density({ observations });
      const drawn = density.sample(noise!);
      // Of the action between −1 and 1, not of the one in the box.
      const logProb = add(density.logProb(drawn), logVolume);
      return { value: estimates[which].least(observations, tanh(drawn)), entropy: negate(logProb) };
    },
    targetEntropy: -actionSpace.size,
  };
}
