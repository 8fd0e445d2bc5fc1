import { nonNegativeNumber, optionsTable, positiveInteger } from "../../learning/index.ts";
import { deterministicOptions } from "../ddpg/options.ts";

/** The options of TD3; the defaults are those of its authors' program, but for the steps between updates and `startSteps`. */
export const td3Options = optionsTable({
  ...deterministicOptions,
  policyDelay: positiveInteger(
    2,
    "gradient steps of the critics for each one of the policy and the target copies",
  ),
  targetNoise: nonNegativeNumber(
    0.2,
    "deviation of the noise on the target policy's actions, in units of the box; 0: none",
  ),
  targetNoiseClip: nonNegativeNumber(0.5, "largest noise on the target policy's actions"),
});
