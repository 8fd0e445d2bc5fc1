import { knownOptions } from "../../text/known-options.ts";
import { createMdp } from "../model/create-mdp.ts";
import type { Mdp } from "../model/mdp.ts";
import { only, tabulate } from "./build.ts";

const rows = 4;
const columns = 12;
const start = (rows - 1) * columns;
const goal = rows * columns - 1;

/**
 * Cliff walking (Sutton and Barto 2018, example 6.6): states by rows of a 4×12 grid, actions north, south, west, east.
 * Every step costs 1; stepping off the cliff, the bottom row between start (36) and goal (47), costs 100 and leads back
 * to the start. The best return is −13.
 *
 * @param options.discount default 1
 */
export function cliff(options: { readonly discount?: number } = {}): Mdp {
  const { discount = 1 } = knownOptions("cliff", options, ["discount"]);
  const states = rows * columns;
  return createMdp({
    ...tabulate(states, 4, (state, action) => {
      if (state === goal) return undefined;
      const [row, column] = [Math.floor(state / columns), state % columns];
      const nextRow = Math.min(Math.max(row + [-1, 1, 0, 0][action], 0), rows - 1);
      const nextColumn = Math.min(Math.max(column + [0, 0, -1, 1][action], 0), columns - 1);
      const next = nextRow * columns + nextColumn;
      if (next > start && next < goal) return { reward: -100, next: [[start, 1]] };
      return { reward: -1, next: [[next, 1]] };
    }),
    start: only(start, states),
    terminal: [goal],
    discount,
    id: "Cliff-v0",
    description: "Walk along a cliff without falling off.",
  });
}
