import { foundById } from "../found-by-id.ts";
import { gridWorld } from "./grid-world.ts";

/**
 * FourRooms-v0 (after Sutton, Precup and Singh 1999, "Between MDPs and semi-MDPs"): find a place in four rooms with a door
 * between each two of them.
 *
 * - Observation: the cell, row by row of the 13×13 grid with its outer walls.
 * - Actions: 0 left, 1 down, 2 right, 3 up. One moves as meant with probability 2/3, and otherwise to one of the two sides
 *   (in the paper, in any of the three other directions).
 * - Reward: 1 at the goal, in the lower right room; 0 before.
 * - Terminated: at the goal.
 * - Truncated: after 500 steps.
 * - Start: any cell of the upper left room, each equally likely.
 */
export const fourRooms = foundById(
  gridWorld({
    id: "FourRooms-v0",
    description: "Find a place in four rooms with a door between each two of them.",
    map: [
      "#############",
      "#SSSSS#.....#",
      "#SSSSS#.....#",
      "#SSSSS......#",
      "#SSSSS#.....#",
      "#SSSSS#.....#",
      "##.####.....#",
      "#.....###.###",
      "#.....#.....#",
      "#.....#.....#",
      "#...........#",
      "#.....#....G#",
      "#############",
    ],
    successProbability: 2 / 3,
    maxEpisodeSteps: 500,
  }),
);
