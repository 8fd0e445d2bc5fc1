import { encodeSafetensors } from "../networks/index.ts";
import { actingProgram } from "./acting-program.ts";
import type { Policy } from "./policy.ts";
import { type PolicyDescription, policyFormat } from "./policy-description.ts";

/**
 * The bytes of a safetensors file: the weights, and in its metadata how to build the policy again, and the program by
 * which it acts.
 */
export function encodePolicy(policy: Policy): Uint8Array {
  const metadata = described.get(policy) ?? describe(policy);
  described.set(policy, metadata);
  return encodeSafetensors(policy.weights(), metadata);
}

/** A training saves its policy again and again, and only the weights change. */
const described = new WeakMap<Policy, Record<string, string>>();

function describe(policy: Policy): Record<string, string> {
  const description: PolicyDescription = {
    observationSpace: JSON.stringify(policy.observationSpace),
    actionSpace: JSON.stringify(policy.actionSpace),
    architecture: JSON.stringify(policy.architecture),
    masked: JSON.stringify(policy.masked),
  };
  const program = actingProgram(policy);
  return { format: policyFormat, ...description, ...(program && { program: JSON.stringify(program) }) };
}
