import { encodeSafetensors } from "../networks/index.ts";
import type { Policy } from "./policy.ts";
import { type PolicyDescription, policyFormat } from "./policy-description.ts";

/** The bytes of a safetensors file: the weights, and in its metadata how to build the policy again. */
export function encodePolicy(policy: Policy): Uint8Array {
  const description: PolicyDescription = {
    observationSpace: JSON.stringify(policy.observationSpace),
    actionSpace: JSON.stringify(policy.actionSpace),
    architecture: JSON.stringify(policy.architecture),
    masked: JSON.stringify(policy.masked),
  };
  return encodeSafetensors(policy.weights(), { format: policyFormat, ...description });
}
