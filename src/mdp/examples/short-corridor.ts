import { knownOptions } from "../../text/known-options.ts";
import { createMdp } from "../model/create-mdp.ts";
import type { Mdp } from "../model/mdp.ts";
import { only, tabulate } from "./build.ts";

/**
 * The short corridor with switched actions (Sutton and Barto 2018, example 13.1): three places and the exit (state 3);
 * actions left (0) and right (1), which do the opposite in the second place. Every step costs 1, the last included.
 * A policy that cannot tell the places apart does best with probability 2 − √2 of going right: −(6 + 4√2).
 *
 * @param options.discount default 1
 */
export function shortCorridor(options: { readonly discount?: number } = {}): Mdp {
  const { discount = 1 } = knownOptions("shortCorridor", options, ["discount"]);
  return createMdp({
    ...tabulate(4, 2, (state, action) => {
      if (state === 3) return undefined;
      const direction = (action === 1) === (state === 1) ? -1 : 1;
      return { reward: -1, next: [[Math.max(0, state + direction), 1]] };
    }),
    start: only(0, 4),
    terminal: [3],
    discount,
    id: "ShortCorridor-v0",
    description: "Find the way out of a corridor in which one place has left and right switched.",
  });
}
