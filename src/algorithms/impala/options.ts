import {
  commonOptions,
  fraction,
  head,
  nonNegativeInteger,
  nonNegativeNumber,
  normalizeObservations,
  normalizeRewards,
  optionsTable,
  orNone,
  positiveInteger,
  positiveNumber,
} from "../../learning/index.ts";
import { optimizerOptions } from "../a2c/optimizer-for.ts";

export const impalaOptions = optionsTable({
  steps: positiveInteger(500_000, "environment steps to train for, rounded up to whole rollouts"),
  environments: positiveInteger(16, "copies of the environment that are stepped together"),
  rolloutSteps: positiveInteger(20, "steps of each copy between updates"),
  policyLag: nonNegativeInteger(1, "updates by which the policy that acts is behind the one that learns"),
  discount: fraction(0.99, "discount γ"),
  lambda: fraction(1, "λ of V-trace, a factor on its c"),
  maxRho: positiveNumber(1, "ρ̄ of V-trace: the largest weight of a temporal-difference error"),
  maxC: positiveNumber(1, "c̄ of V-trace: the largest weight by which later errors pass to earlier steps"),
  ...optimizerOptions,
  valueWeight: nonNegativeNumber(1, "factor on the value loss, which is half a mean square"),
  entropyWeight: nonNegativeNumber(0, "factor on the entropy bonus"),
  maxGradientNorm: orNone(positiveNumber, 0.5, "norm to which gradients are clipped"),
  head,
  normalizeObservations: normalizeObservations(false),
  normalizeRewards: normalizeRewards(false),
  ...commonOptions,
});
