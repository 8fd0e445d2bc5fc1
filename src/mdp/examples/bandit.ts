import { createMdp } from "../model/create-mdp.ts";
import type { Mdp } from "../model/mdp.ts";
import { requireList } from "../model/require-list.ts";

/**
 * A bandit: one step in one state, and each action pays its reward. The discount is 0, so that all values are those of
 * the one step.
 */
export function bandit(rewards: readonly number[]): Mdp {
  requireList("rewards", rewards);
  return createMdp({
    transitions: [Array.from(rewards, () => [1])],
    rewards: [rewards],
    start: [1],
    discount: 0,
    id: "Bandit-v0",
    description: "Pull the arm that pays best.",
    maxEpisodeSteps: 1,
  });
}
