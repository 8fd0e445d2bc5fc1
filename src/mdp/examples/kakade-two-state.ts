import { knownOptions } from "../../text/known-options.ts";
import { createMdp } from "../model/create-mdp.ts";
import type { Mdp } from "../model/mdp.ts";

/**
 * Two states, each with an action that stays (0) and one that goes to the other (1); staying pays 1 in the first and 2
 * in the second (Kakade, “A natural policy gradient”, NIPS 2001). The best average reward is 2, but a policy that is
 * mostly in the first state has a gradient that leads to a plateau at 1, which the natural gradient does not.
 *
 * @param options.discount default 0.9
 */
export function kakadeTwoState(options: { readonly discount?: number } = {}): Mdp {
  const { discount = 0.9 } = knownOptions("kakadeTwoState", options, ["discount"]);
  return createMdp({
    transitions: [
      [
        [1, 0],
        [0, 1],
      ],
      [
        [0, 1],
        [1, 0],
      ],
    ],
    rewards: [
      [1, 0],
      [2, 0],
    ],
    start: [0.8, 0.2],
    discount,
    id: "KakadeTwoState-v0",
    description: "Give up the reward of the first state for that of the second.",
  });
}
