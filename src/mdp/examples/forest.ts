import { knownOptions } from "../../text/known-options.ts";
import { requireFinite, requireInteger } from "../../text/require-number.ts";
import { createMdp } from "../model/create-mdp.ts";
import type { Mdp } from "../model/mdp.ts";
import { requireProbability } from "../probabilities.ts";
import { only, tabulate } from "./build.ts";

export interface ForestOptions {
  /** Ages of the forest, 2 or more; default 3. */
  readonly ages?: number;
  /** What waiting pays in the oldest state; default 4. */
  readonly waitReward?: number;
  /** What cutting pays in the oldest state; default 2. In between it pays 1, in the youngest 0. */
  readonly cutReward?: number;
  /** The probability of a fire in a year; default 0.1. */
  readonly fire?: number;
  /** Default 0.9. */
  readonly discount?: number;
}

/**
 * The forest of pymdptoolbox (`mdptoolbox.example.forest`): every year it is left to grow (action 0), and may burn
 * down, or cut (1). State: its age. Begins with the youngest.
 */
export function forest(options: ForestOptions = {}): Mdp {
  const {
    ages = 3,
    waitReward = 4,
    cutReward = 2,
    fire = 0.1,
    discount = 0.9,
  } = knownOptions("forest", options, ["ages", "waitReward", "cutReward", "fire", "discount"]);
  requireInteger("mdp: ages", ages, 2);
  requireProbability("fire", fire);
  requireFinite("mdp: waitReward", waitReward);
  requireFinite("mdp: cutReward", cutReward);
  const oldest = ages - 1;
  return createMdp({
    ...tabulate(ages, 2, (age, action) => {
      if (action === 1) {
        const reward = age === 0 ? 0 : age === oldest ? cutReward : 1;
        return { reward, next: [[0, 1]] };
      }
      return {
        reward: age === oldest ? waitReward : 0,
        next: [
          [0, fire],
          [Math.min(age + 1, oldest), 1 - fire],
        ],
      };
    }),
    start: only(0, ages),
    discount,
    id: "Forest-v0",
    description: "Let a forest grow, though it may burn, or cut it.",
  });
}
