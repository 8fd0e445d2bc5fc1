import type { Trajectory } from "../../experience/index.ts";
import { type Saved, type Stateful, savedArray, savedRecord, within } from "../../state/index.ts";
import { createRunningMoments } from "./running-moments.ts";

/** What is known of the size of returns. */
export interface RewardStatistics extends Stateful {
  /** Adds the rewards of a trajectory. Returns them divided by the deviation: an array that holds until the next call. */
  scale(trajectory: Pick<Trajectory, "rewards" | "episodeLengths" | "steps" | "players">): Float64Array;
}

/** A reward counts as so many deviations of the return at most. */
const farthest = 10;

/** Keeps a division by a deviation of 0 from overflowing, as in Gymnasium. */
const epsilon = 1e-8;

/**
 * Rewards over the running deviation of the discounted return so far, R_t = γ R_{t−1} + r_t within each episode, as
 * Gymnasium's NormalizeReward and Stable-Baselines3's VecNormalize have it: whatever the unit of rewards, returns then have
 * a size that a value function learns. They are not shifted, which would change what is best where episodes end.
 *
 * @param count rewards of a step: N of the trajectories, times their players
 */
export function createRewardStatistics(discount: number, count: number): RewardStatistics {
  const moments = createRunningMoments(1);
  const running = new Float64Array(count);
  let returns = new Float64Array(0);
  let scaled = new Float64Array(0);
  return {
    scale({ rewards, episodeLengths, steps, players }) {
      const size = steps * count;
      if (returns.length < size) {
        returns = new Float64Array(size);
        scaled = new Float64Array(size);
      }
      for (let at = 0; at < size; at += count) {
        for (let copy = 0; copy < count; copy++) {
          returns[at + copy] = discount * running[copy] + rewards[at + copy];
          running[copy] = episodeLengths[Math.floor((at + copy) / players)] > 0 ? 0 : returns[at + copy];
        }
      }
      moments.add(returns, size);
      const factor = 1 / Math.sqrt(moments.deviation(0) ** 2 + epsilon);
      for (let at = 0; at < size; at++) {
        scaled[at] = Math.min(Math.max(rewards[at] * factor, -farthest), farthest);
      }
      return scaled.length === size ? scaled : scaled.subarray(0, size);
    },
    save: () => ({ moments: moments.save(), running: running.slice() }),
    restore(saved: Saved) {
      const state = savedRecord(saved, ["moments", "running"]);
      const savedRunning = within("running", () => savedArray(state.running, running));
      within("moments", () => moments.restore(state.moments));
      running.set(savedRunning);
    },
  };
}
