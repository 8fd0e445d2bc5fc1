import { knownOptions } from "../../text/known-options.ts";
import { requireInteger } from "../../text/require-number.ts";
import { createMdp } from "../model/create-mdp.ts";
import type { Mdp } from "../model/mdp.ts";
import { requireProbability } from "../probabilities.ts";
import { tabulate } from "./build.ts";

/**
 * The gambler's problem (Sutton and Barto 2018, example 4.3): stakes some of a capital on heads, until it is 0 or the
 * goal; reaching the goal pays 1. State: the capital; action a stakes a + 1. Stakes above the capital, or above what is
 * missing to the goal, are not legal. Begins with any capital between.
 *
 * @param options.goal default 100
 * @param options.heads the probability of winning a stake; default 0.4
 * @param options.discount default 1
 */
export function gambler(
  options: { readonly goal?: number; readonly heads?: number; readonly discount?: number } = {},
): Mdp {
  const {
    goal = 100,
    heads = 0.4,
    discount = 1,
  } = knownOptions("gambler", options, ["goal", "heads", "discount"]);
  requireInteger("mdp: goal", goal, 2);
  requireProbability("heads", heads);
  const stakes = Math.floor(goal / 2);
  const isLegal = (capital: number, stake: number) => stake <= Math.min(capital, goal - capital);
  return createMdp({
    ...tabulate(goal + 1, stakes, (capital, action) => {
      const stake = action + 1;
      if (!isLegal(capital, stake)) return undefined;
      return {
        reward: capital + stake === goal ? heads : 0,
        next: [
          [capital + stake, heads],
          [capital - stake, 1 - heads],
        ],
      };
    }),
    legalActions: Array.from({ length: goal + 1 }, (_, capital) =>
      Array.from({ length: stakes }, (_, action) =>
        capital === 0 || capital === goal || isLegal(capital, action + 1) ? 1 : 0,
      ),
    ),
    start: Array.from({ length: goal + 1 }, (_, capital) => (capital % goal === 0 ? 0 : 1 / (goal - 1))),
    terminal: [0, goal],
    discount,
    id: "Gambler-v0",
    description: "Reach a goal by staking a capital on the flips of a coin.",
  });
}
