import { type BackendName, createBackend } from "../../backends/create-backend.ts";
import type { Backend } from "../../compiler/backend.ts";
import type {
  Architecture,
  ArchitectureFunction,
  Bytes,
  SavedWeights,
  Tensor,
} from "../../networks/index.ts";
import { createGenerator } from "../../random/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { quoted } from "../../text/printable.ts";
import { valueInText } from "../../text/value-in-text.ts";
import { createPolicy } from "../create-policy.ts";
import { headFor } from "../heads/head-names.ts";
import { createObservationScale } from "../observation-scale.ts";
import type { Policy } from "../policy.ts";
import { descriptionOf } from "./encode-policy.ts";
import { type PolicyFile, readEntry, readPolicyFile } from "./policy-file.ts";
import { type ActingProgram, programVersion } from "./program-format.ts";

export interface LoadPolicyOptions {
  /** What the policy computes with: a backend that there is, or the name of a new one. Default "wasm". */
  readonly backend?: Backend<Float32Array> | BackendName;
  /** The function that built the policy's network, where it was one: a file holds none. */
  readonly architecture?: ArchitectureFunction;
  /** Which policy, of a file that `savePolicies` wrote. */
  readonly name?: string | undefined;
}

/**
 * The policy that `policy.save()` or `savePolicies` wrote. It is built from the architecture that the file describes, and no
 * more is built than the file has weights for.
 *
 * @param source the bytes of the file
 * @throws TypeError when they are no bytes
 * @throws Error saying what is wrong when they are damaged or foreign, when their weights are not those of the architecture,
 *   or its program is not the one by which the architecture acts; when the file has several policies and none is named, or none
 *   of that name; when the architecture was a function and none is given, or was none and one is; or when the native backend is asked for and cannot be had
 */
export function loadPolicy<Observation = unknown, Action = unknown>(
  source: Bytes,
  options: LoadPolicyOptions = {},
): Policy<Observation, Action> {
  const {
    backend = "wasm",
    architecture,
    name,
  } = knownOptions("loadPolicy", options, ["backend", "architecture", "name"]);
  const file = readPolicyFile(source, name);
  const { observationSpace, actionSpace, masked, tensors } = file;
  const computing = typeof backend === "string" ? createBackend(backend) : backend;
  const head = readEntry(file.entries, "head", (name) => headFor(actionSpace, name));
  const saved = savedIn(tensors);
  const observationScale = Object.hasOwn(file.entries, "normalizesObservations")
    ? readEntry(file.entries, "normalizesObservations", (value) => {
        if (value === true) return createObservationScale(observationSpace, saved);
        throw new TypeError("it must be true where it is given");
      })
    : undefined;
  const prefix = Object.hasOwn(file.entries, "name")
    ? readEntry(file.entries, "name", (value) => {
        if (typeof value === "string") return value;
        throw new TypeError("it must be a text where it is given");
      })
    : "policy";
  const data = readEntry(file.entries, "architecture", (value) => value as Architecture);
  requireFunction(data, architecture);
  const policy = readEntry(file.entries, "architecture", () =>
    createPolicy(
      { observationSpace, actionSpace },
      {
        name: prefix,
        architecture: architecture ?? data,
        head,
        masked,
        generator: createGenerator(0),
        saved,
        observationScale,
        backend: computing,
      },
    ),
  );
  const used = new Set([...policy.parameters, ...policy.statistics].map(({ attributes }) => attributes.name));
  for (const name of Object.keys(tensors)) {
    if (used.has(name)) continue;
    throw new Error(`loadPolicy: the file has weights ${quoted(name)}, which its architecture has not`);
  }
  requireOwnProgram(policy, file);
  return policy as Policy<Observation, Action>;
}

/** A function is given where there was one, and nowhere else. */
function requireFunction(data: unknown, given: unknown): void {
  const wasFunction = (data as { readonly kind?: unknown } | null)?.kind === "function";
  if (given !== undefined && typeof given !== "function") {
    throw new TypeError(
      `loadPolicy: architecture is ${valueInText(given)}; it must be the function that built the policy's network`,
    );
  }
  if (wasFunction === (given !== undefined)) return;
  throw new Error(
    wasFunction
      ? "loadPolicy: the network of this policy was built by a function, which a file cannot hold. Give it: " +
          "loadPolicy(bytes, { architecture }). Only to act, load the file with loadPolicy of logpi/inference, which needs none"
      : "loadPolicy: architecture is given, and the file says itself how its network is built. Leave it out",
  );
}

function savedIn(tensors: Readonly<Record<string, Tensor>>): SavedWeights {
  return (name, shape) => {
    const tensor = Object.hasOwn(tensors, name) ? tensors[name] : undefined;
    const wanted = `[${shape.join(", ")}]`;
    if (tensor === undefined) throw new Error(`the file has no weights "${name}" of shape ${wanted}`);
    if (tensor.shape.join() === shape.join()) return tensor.data;
    throw new Error(`weights "${name}" have shape [${tensor.shape.join(", ")}]; they must have ${wanted}`);
  };
}

/** Both loaders act the same, since the program that the other one runs is the one by which this policy acts. */
function requireOwnProgram(policy: Policy, { entries }: PolicyFile): void {
  const own = descriptionOf(policy).program;
  if (entries.program === own || entries.program === undefined) return;
  const program = readEntry(entries, "program", (value) => value as Partial<ActingProgram> | null);
  if (program?.version !== programVersion) return; // another version of logpi made it: there is nothing to compare with
  if (JSON.stringify(program) === own) return;
  throw new Error(
    'loadPolicy: the file\'s entry "program" is not the program by which its architecture acts; the file has been changed',
  );
}
