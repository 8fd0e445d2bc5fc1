import { createGenerator } from "../random/index.ts";
import { createPolicy } from "./create-policy.ts";
import type { Policy } from "./policy.ts";

/**
 * A second policy in the same backend, with a copy of the weights: for those of before an update, or of an opponent. What
 * normalizes observations is the same in both.
 */
export function copyPolicy(policy: Policy): Policy {
  const { name, architecture, head, masked, observationScale, backend } = policy;
  const weights = policy.weights();
  const generator = createGenerator(0); // of no consequence: no weights are drawn
  return createPolicy(policy, {
    ...{ name, architecture, head, generator, masked, observationScale, backend },
    saved: (name) => weights[name].data,
  });
}
