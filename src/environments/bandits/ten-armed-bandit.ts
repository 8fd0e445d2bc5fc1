import { foundById } from "../found-by-id.ts";
import { gaussianBandit } from "./bandit.ts";

/**
 * TenArmedBandit-v0: a problem like those of the ten-armed testbed (Sutton and Barto 2018, sections 2.3 and 2.8) with means
 * around 4, where a gradient without a baseline learns slowly. The means are 4 plus quantiles of a standard
 * normal, Φ⁻¹((k + ½)/10) to three places, in some order; rewards are normal with standard deviation 1. The best arm is 3, of mean 5.645.
 *
 * - Observation: 0; after the pull 1.
 * - Actions: the ten arms.
 * - Terminated: after one step.
 */
export const tenArmedBandit = foundById({
  ...gaussianBandit([3.615, 4.385, 2.964, 5.645, 4.126, 3.326, 5.036, 3.874, 2.355, 4.674]),
  id: "TenArmedBandit-v0",
  description: "Pull the one of ten arms that pays best, in noise.",
});
