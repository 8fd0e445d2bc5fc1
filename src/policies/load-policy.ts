import type { Backend } from "../backends/backend.ts";
import { type BackendName, createBackend } from "../backends/create-backend.ts";
import { spaceFromJson } from "../environments/index.ts";
import { type Architecture, decodeSafetensors } from "../networks/index.ts";
import { createGenerator } from "../random/index.ts";
import { createPolicy } from "./create-policy.ts";
import type { Policy } from "./policy.ts";
import { type PolicyDescription, policyFormat } from "./policy-description.ts";

export interface LoadPolicyOptions {
  /** What the policy computes with: a backend that there is, or the name of a new one. Default "wasm". */
  readonly backend?: Backend<Float32Array> | BackendName;
}

/**
 * The policy that `policy.save()` wrote.
 *
 * @throws Error saying what is wrong when the bytes are damaged, foreign, or their weights do not fit the architecture,
 *   or when the native backend is asked for and cannot be had
 */
export function loadPolicy(bytes: Uint8Array, { backend = "wasm" }: LoadPolicyOptions = {}): Policy {
  const { tensors, metadata } = decodeSafetensors(bytes);
  if (metadata.format !== policyFormat) {
    throw new Error(
      `loadPolicy: the file's format is ${metadata.format ?? "not stated"}; a policy's file says "${policyFormat}". ` +
        "Give a file that policy.save() or `logpi train` wrote",
    );
  }
  const read = (key: keyof PolicyDescription): unknown => {
    try {
      return JSON.parse(metadata[key] ?? "");
    } catch (cause) {
      throw new Error(`loadPolicy: the file's entry "${key}" is missing or damaged`, { cause });
    }
  };
  const policy = createPolicy(
    {
      observationSpace: spaceFromJson(read("observationSpace")),
      actionSpace: spaceFromJson(read("actionSpace")),
    },
    {
      architecture: read("architecture") as Architecture,
      masked: read("masked") === true,
      generator: createGenerator(0),
      blank: true,
      backend: typeof backend === "string" ? createBackend(backend) : backend,
    },
  );
  setWeights(policy, tensors);
  return policy;
}

function setWeights(policy: Policy, tensors: ReturnType<typeof decodeSafetensors>["tensors"]): void {
  const variables = [...policy.parameters, ...policy.statistics];
  for (const variable of variables) {
    const { name } = variable.attributes;
    const tensor = tensors[name];
    const wanted = `[${variable.shape.join(", ")}]`;
    if (tensor === undefined)
      throw new Error(`loadPolicy: the file has no weights "${name}" of shape ${wanted}`);
    if (tensor.shape.join() !== variable.shape.join()) {
      throw new Error(
        `loadPolicy: weights "${name}" have shape [${tensor.shape.join(", ")}]; they must have ${wanted}`,
      );
    }
    if (!tensor.data.every(Number.isFinite))
      throw new Error(`loadPolicy: weights "${name}" hold a number that is not finite`);
  }
  for (const variable of variables) {
    policy.backend.values(variable).set(tensors[variable.attributes.name].data);
  }
}
