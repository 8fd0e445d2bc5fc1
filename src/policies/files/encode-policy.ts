import { architectureAsData, encodeSafetensors } from "../../networks/index.ts";
import type { Policy } from "../policy.ts";
import { actingProgram } from "./acting-program.ts";
import { blankChecksum, sealFile } from "./checksum.ts";
import { type PolicyDescription, policyFormat } from "./policy-description.ts";

/**
 * The bytes of a safetensors file: the weights, and in its metadata how to build the policy again, and the program by
 * which it acts.
 */
export function encodePolicy(policy: Policy): Uint8Array<ArrayBuffer> {
  const bytes = encodeSafetensors(policy.weights(), {
    format: policyFormat,
    checksum: blankChecksum,
    ...descriptionOf(policy),
  });
  sealFile(bytes);
  return bytes;
}

/** A training saves its policy again and again, and only the weights change. */
const described = new WeakMap<Policy, PolicyDescription>();

/** What the file of a policy says beside the weights. */
export function descriptionOf(policy: Policy): PolicyDescription {
  const description = described.get(policy) ?? describe(policy);
  described.set(policy, description);
  return description;
}

function describe(policy: Policy): PolicyDescription {
  const program = actingProgram(policy);
  return {
    observationSpace: JSON.stringify(policy.observationSpace),
    actionSpace: JSON.stringify(policy.actionSpace),
    architecture: JSON.stringify(architectureAsData(policy.architecture)),
    masked: JSON.stringify(policy.masked),
    head: JSON.stringify(policy.head),
    ...(policy.name !== "policy" && { name: JSON.stringify(policy.name) }),
    ...(policy.observationScale && { normalizesObservations: "true" }),
    ...(program && { program: JSON.stringify(program) }),
  };
}
