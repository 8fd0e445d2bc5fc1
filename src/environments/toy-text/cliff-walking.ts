import { knownOptions } from "../../text/known-options.ts";
import { requireFlag } from "../../text/require-flag.ts";
import { foundById } from "../found-by-id.ts";
import { gridWorld } from "../grid-worlds/grid-world.ts";
import type { TabularEnvironment } from "../tabular/tabular-environment.ts";

/** A cliff to walk along: see {@link cliffWalking}. */
export interface CliffWalkingOptions {
  /** Whether one moves as meant with probability 1/3 only, and otherwise to one of the two sides; default false. */
  readonly isSlippery?: boolean;
}

/**
 * CliffWalking-v1 and CliffWalkingSlippery-v1 (Sutton and Barto 2018, example 6.6, as in Gymnasium): walk along a cliff
 * without falling off. The best return without slipping is −13.
 *
 * - Observation: the cell, row by row of the 4×12 grid, 0 to 47.
 * - Actions: 0 up, 1 right, 2 down, 3 left.
 * - Reward: −1 at every step; −100 for stepping off the cliff, cells 37 to 46, which leads back to the start.
 * - Terminated: at the goal, 47.
 * - Never truncated: a policy that does not find the goal makes an episode without end. A training takes a time limit by
 *   `timeLimit(cliffWalking(), 200)`.
 * - Start: 36.
 *
 * Trajectories equal Gymnasium 1.4's, seed by seed.
 *
 * @throws OptionsError for options that there are not; TypeError unless `isSlippery` is true or false
 */
export function cliffWalking(options: CliffWalkingOptions = {}): TabularEnvironment {
  const { isSlippery = false } = knownOptions("cliffWalking", options, ["isSlippery"]);
  requireFlag("cliffWalking: isSlippery", isSlippery);
  return foundById(
    gridWorld({
      id: isSlippery ? "CliffWalkingSlippery-v1" : "CliffWalking-v1",
      description: `Walk along ${isSlippery ? "an icy" : "a"} cliff without falling off.`,
      map: ["............", "............", "............", "SCCCCCCCCCCG"],
      tiles: { C: { kind: "back-to-start", reward: -100 }, G: { kind: "end" } },
      stepReward: -1,
      successProbability: isSlippery ? 1 / 3 : 1,
      actions: "up-right-down-left",
    }),
  );
}
