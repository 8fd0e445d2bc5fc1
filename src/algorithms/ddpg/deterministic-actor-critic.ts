import type { Variable } from "../../graph/index.ts";
import {
  type ActedEnvironment,
  type ActorCriticParts,
  type BoxActorCritic,
  type BoxActorCriticSettings,
  copyWeights,
  createBoxActorCritic,
  type Trained,
} from "../../learning/index.ts";
import { log } from "../../math/index.ts";
import type { Policy } from "../../policies/index.ts";

/** All that DDPG and TD3 train. Actions are in units of the box, between −1 and 1. */
export interface DeterministicActorCritic extends Pick<BoxActorCritic, "policy" | "critics" | "targets"> {
  readonly targetPolicy: Policy;
  readonly networks: readonly Trained[];
  /** What moves in a step of the policy: the target copies towards what they follow. */
  readonly followers: { readonly targets: readonly Variable[]; readonly sources: readonly Variable[] };
  /** Makes the target copies what they follow. */
  beginTargets(): void;
  /** Sets the deviation of the noise that the policy acts with. */
  explore(deviation: number): void;
}

/**
 * @param parts the algorithm's name for messages, and how many critics there are
 * @throws TypeError for action spaces other than boxes
 * @throws RangeError for a box without finite bounds
 */
export function createDeterministicActorCritic(
  environment: ActedEnvironment,
  settings: BoxActorCriticSettings,
  parts: ActorCriticParts & { readonly algorithm: string; readonly critics: number },
): DeterministicActorCritic {
  const { backend } = parts;
  const made = createBoxActorCritic(environment, settings, { ...parts, head: "deterministic" });
  const { policy, critics, targets } = made;
  const targetPolicy = made.createPolicy("targetPolicy");
  const followers = {
    targets: [...targets.parameters, ...targetPolicy.parameters],
    sources: [...critics.parameters, ...policy.parameters],
  };
  return {
    ...{ policy, critics, targets, targetPolicy, followers },
    networks: [policy, critics, targets, { parameters: targetPolicy.parameters, statistics: [] }],
    beginTargets: () => copyWeights(followers.targets, followers.sources, backend),
    explore: (deviation) => backend.values(policy.explorationLogDeviation!).fill(log(deviation)),
  };
}
