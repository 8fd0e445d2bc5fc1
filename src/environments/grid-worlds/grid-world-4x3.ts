import { foundById } from "../found-by-id.ts";
import { gridWorld } from "./grid-world.ts";

/**
 * GridWorld-4x3-v0 (Russell and Norvig, "Artificial Intelligence: A Modern Approach", 2010, figure 17.1): walk to the exit that
 * pays, past the one that costs. The optimal undiscounted value of the start is 0.7053.
 *
 * - Observation: the cell, row by row from the top left, 0 to 11; the wall is 5, the start 8.
 * - Actions: 0 left, 1 down, 2 right, 3 up. One moves as meant with probability 0.8, and otherwise to one of the two sides.
 * - Reward: −0.04 at every step, and besides 1 at the exit in the upper right corner and −1 at the one below it.
 * - Terminated: at an exit.
 * - Truncated: after 100 steps.
 */
export const gridWorld4x3 = foundById(
  gridWorld({
    id: "GridWorld-4x3-v0",
    description: "Walk to the exit of a small grid that pays, past the one that costs.",
    map: [
      "...G", //
      ".#.H",
      "S...",
    ],
    tiles: {
      G: { kind: "end", reward: 1 - 0.04 },
      H: { kind: "end", reward: -1 - 0.04 },
      "#": { kind: "wall" },
    },
    stepReward: -0.04,
    successProbability: 0.8,
    maxEpisodeSteps: 100,
  }),
);
