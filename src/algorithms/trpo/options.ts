import { optionsTable, positiveInteger, positiveNumber, properFraction } from "../../learning/index.ts";
import { naturalOptions } from "../natural-policy-gradient/options.ts";

/** The options of TRPO; the defaults are those of sb3-contrib but for the number of environments. */
export const trpoOptions = optionsTable({
  steps: positiveInteger(100_000, "environment steps to train for, rounded up to whole rollouts"),
  maxKl: positiveNumber(0.01, "KL divergence δ between the policies before and after an update, at most"),
  lineSearchSteps: positiveInteger(10, "lengths of the step that are tried"),
  lineSearchShrinking: properFraction(0.8, "factor from one length to the next"),
  ...naturalOptions,
});
