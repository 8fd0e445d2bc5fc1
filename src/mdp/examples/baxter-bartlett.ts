import { knownOptions } from "../../text/known-options.ts";
import { createMdp } from "../model/create-mdp.ts";
import type { Mdp } from "../model/mdp.ts";

/**
 * Baxter and Bartlett's three states (“Infinite-horizon policy-gradient estimation”, JAIR 15, 2001, tables 1 and 2):
 * only the third pays, 1 per step. The first action leads there with probability 0.2, the second with 0.8. Always
 * taking the second is best: an average reward of 0.8.
 *
 * @param options.discount default 0.9
 */
export function baxterBartlett(options: { readonly discount?: number } = {}): Mdp {
  const { discount = 0.9 } = knownOptions("baxterBartlett", options, ["discount"]);
  const toSecond = [
    [0, 0.8, 0.2],
    [0, 0.2, 0.8],
  ];
  const toFirst = [
    [0.8, 0, 0.2],
    [0.2, 0, 0.8],
  ];
  return createMdp({
    transitions: [toSecond, toFirst, toSecond],
    rewards: [
      [0, 0],
      [0, 0],
      [1, 1],
    ],
    start: [1, 0, 0],
    discount,
    id: "BaxterBartlett-v0",
    description: "Be in the third of three states as often as you can.",
  });
}

/**
 * The features of their policy (table 2), for {@link linearSoftmaxPolicy}: [states × actions × 4]; two for each action
 * that depend on the state.
 */
export const baxterBartlettFeatures: Float64Array = Float64Array.from(
  [
    [12, 6],
    [6, 12],
    [5, 5],
  ].flatMap(([a, b]) => [a, b, 0, 0, 0, 0, a, b]),
  (value) => value / 18,
);
