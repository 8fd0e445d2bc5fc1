import type { Trajectory } from "../../experience/index.ts";
import { stateOf } from "../../state/index.ts";
import type { Learner, Metrics } from "../learner.ts";
import { createObservationStatistics } from "./observation-statistics.ts";
import { createRewardStatistics } from "./reward-statistics.ts";

/** What settings say of normalization, those of an algorithm that offers it. */
export interface NormalizationSettings {
  readonly normalizeRewards?: boolean;
  /** γ; 0.99 where an algorithm has none. */
  readonly discount?: number;
}

/**
 * The learner with what keeps its scales: of observations, where its policy has one, and of rewards, where the settings say
 * so. Both look at each trajectory once, as all members of a team together have it.
 *
 * Rewards are scaled before an update learns from them. The scale of observations changes after it, so that what an update
 * learns from is what the policy acted on: its log-probabilities and values are those of the trajectory. In the first
 * trajectory, when nothing is known of observations yet, the networks see 0 in their place.
 *
 * @param copies of the environment that all members have together
 */
export function normalizedLearner<Measured extends Metrics>(
  learner: Learner<Trajectory, Measured>,
  { normalizeRewards = false, discount = 0.99 }: NormalizationSettings,
  copies: number,
): Learner<Trajectory, Measured> {
  const { policy, networks, collector } = learner;
  const { observationScale } = policy;
  if (!observationScale && !normalizeRewards) return learner;
  const observations = observationScale && createObservationStatistics(observationScale, policy.backend);
  // Whole episodes come one after another, as of a single copy.
  const count = collector.stepsPerBatch === undefined ? 1 : copies;
  const rewards = normalizeRewards ? createRewardStatistics(discount, count * collector.players) : undefined;
  return {
    ...{ policy, networks, collector },
    ...stateOf({ algorithm: learner, ...(observations && { observations }), ...(rewards && { rewards }) }),
    learn(trajectory: Trajectory, progress) {
      const seen = rewards ? { ...trajectory, rewards: rewards.scale(trajectory) } : trajectory;
      const metrics = learner.learn(seen, progress);
      observations?.add(trajectory);
      return metrics;
    },
  };
}
