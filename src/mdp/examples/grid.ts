import { knownOptions } from "../../text/known-options.ts";
import { createMdp } from "../model/create-mdp.ts";
import type { Mdp } from "../model/mdp.ts";
import { tabulate } from "./build.ts";

const size = 5;
const steps = [-size, size, -1, 1];

/**
 * The 5×5 grid (Sutton and Barto 2018, examples 3.5 and 3.8): states by rows, actions north, south, west, east.
 * Leaving the grid costs 1 and does not move. From A = 1 every action leads to A′ = 21 with reward 10, from B = 3 to
 * B′ = 13 with reward 5. It begins in any state, and does not end.
 *
 * @param options.discount default 0.9
 */
export function grid5x5(options: { readonly discount?: number } = {}): Mdp {
  const { discount = 0.9 } = knownOptions("grid5x5", options, ["discount"]);
  const states = size * size;
  return createMdp({
    ...tabulate(states, 4, (state, action) => {
      if (state === 1) return { reward: 10, next: [[21, 1]] };
      if (state === 3) return { reward: 5, next: [[13, 1]] };
      const next = state + steps[action];
      const sideways = action >= 2;
      const leaves = sideways
        ? Math.floor(next / size) !== Math.floor(state / size)
        : next < 0 || next >= states;
      return leaves ? { reward: -1, next: [[state, 1]] } : { reward: 0, next: [[next, 1]] };
    }),
    start: new Array<number>(states).fill(1 / states),
    discount,
    id: "Grid5x5-v0",
    description: "Move in a grid with two places that pay and take you elsewhere.",
  });
}
