import type { Generator as RandomGenerator } from "../random/index.ts";
import {
  collectSteps,
  createStepsGather,
  type Experience,
  generalizedAdvantage,
  type VectorEnvironment,
} from "../rollout/index.ts";
import type { Share, Team } from "../team/index.ts";
import type { ActorCritic } from "./actor-critic.ts";

export interface CollectAdvantagesOptions {
  /** T, steps of every copy per rollout. */
  readonly rolloutSteps: number;
  /** N, the copies of all members. */
  readonly environments: number;
  /** Those of them that this member steps. */
  readonly own: Share;
  /** Draws the actions: one stream for each copy. */
  readonly generator: RandomGenerator;
  /** γ */
  readonly discount: number;
  /** λ of generalized advantage estimation. */
  readonly lambda: number;
  readonly team: Team;
}

/** What T steps of N copies were worth; arrays `[T, N]`, used again by the next rollout. */
export interface AdvantageRollout {
  /** `[T, N, observationSize]` */
  readonly observations: Float32Array;
  /** `[T, N, actionSize]` */
  readonly actions: Int32Array | Float32Array;
  /** `[T, N, actions]`, if the environment says so. */
  readonly legalActions: Uint8Array | undefined;
  /** log π(a | s) when the action was drawn. */
  readonly logProbs: Float32Array;
  /** V(s) when the action was drawn. */
  readonly values: Float32Array;
  /** A, by GAE(λ). */
  readonly advantages: Float32Array;
  /** A + V: what V(s) should have been. */
  readonly returns: Float32Array;
  /** The number of steps of the episode that ended in that step; 0 where none did. */
  readonly episodeLengths: Int32Array;
  /** The sum of rewards of the episode that ended in that step; other entries are stale. */
  readonly episodeReturns: Float64Array;
}

/**
 * Rollouts of a fixed length one after another, without end, with the advantages that the value function gives their
 * actions: those of all members' copies, whoever stepped them. A step that was truncated bootstraps from the value
 * of its final observation, the last of a rollout from the value of the observation that follows; one that
 * terminated does not bootstrap.
 *
 * @param environment this member's copies
 */
export function* collectAdvantages(
  environment: VectorEnvironment,
  { policy, valueFunction }: ActorCritic,
  options: CollectAdvantagesOptions,
): Generator<AdvantageRollout> {
  const { rolloutSteps: steps, environments, own, generator, discount, lambda, team } = options;
  const advantages = new Float32Array(steps * own.count);
  const returns = new Float32Array(steps * own.count);
  const gather = createStepsGather(team, { steps, own, count: environments });
  const generators = generator.spawn(environments).slice(own.start, own.start + own.count);
  for (const experience of collectSteps(environment, policy, valueFunction, { steps, generators, team })) {
    generalizedAdvantage({ ...experience, discount, lambda, advantages, returns });
    yield gather(rowsOf(experience, advantages, returns));
  }
}

function rowsOf(experience: Experience, advantages: Float32Array, returns: Float32Array) {
  const { observations, observationSize, actions, legalActions } = experience;
  const { logProbs, values, episodeLengths, episodeReturns } = experience;
  return {
    observations: observations.subarray(0, advantages.length * observationSize),
    ...{ actions, legalActions, logProbs, values, advantages, returns, episodeLengths, episodeReturns },
  };
}
