import { knownOptions } from "../../text/known-options.ts";
import { requireInteger } from "../../text/require-number.ts";
import { createMdp } from "../model/create-mdp.ts";
import type { Mdp } from "../model/mdp.ts";
import { only, tabulate } from "./build.ts";

/**
 * The random walk (Sutton and Barto 2018, example 6.2): a row of places with an end on each side; actions left (0) and
 * right (1). Arriving at the right end pays 1. It begins in the middle. Under the uniform policy and without discount
 * place i, counted from 1, is worth i/(places + 1).
 *
 * @param options.places between the ends (states 0 and places + 1); default 5
 * @param options.discount default 1
 */
export function randomWalk(options: { readonly places?: number; readonly discount?: number } = {}): Mdp {
  const { places = 5, discount = 1 } = knownOptions("randomWalk", options, ["places", "discount"]);
  requireInteger("mdp: places", places, 1);
  const end = places + 1;
  return createMdp({
    ...tabulate(places + 2, 2, (state, action) => {
      if (state === 0 || state === end) return undefined;
      const next = state + (action === 1 ? 1 : -1);
      return { reward: next === end ? 1 : 0, next: [[next, 1]] };
    }),
    start: only(Math.ceil(places / 2), places + 2),
    terminal: [0, end],
    discount,
    id: "RandomWalk-v0",
    description: "Walk along a row of places, of which the right end pays.",
  });
}
