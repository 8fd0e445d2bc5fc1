import type { Safetensors } from "../../files/safetensors.ts";
import { printable, quoted } from "../../text/printable.ts";
import { policyFormat } from "./policy-description.ts";

/*
 * A file of several policies is the union of their files: the names of weights and entries begin with that of the policy
 * and a dot. The format and the checksum are of the whole file, and so is free text, whose names have no dot.
 *
 *   { "__metadata__": { "format": "logpi-policies-1", "checksum": "…", "about": "free text", "black.architecture": "…", … },
 *     "black.policy.0.weight": { … }, … }
 */

/** What the name of a weight or an entry begins with. */
export const ofPolicy = (name: string) => `${name}.`;

const required = "architecture";

/** The names of the policies in a file of several. */
export function policyNames({ metadata }: Pick<Safetensors, "metadata">): string[] {
  return Object.keys(metadata)
    .filter((key) => key.endsWith(`.${required}`))
    .map((key) => key.slice(0, -required.length - 1));
}

/**
 * One of the policies of a file as if the file had no other.
 *
 * @param name undefined for the policy of a file that has a single one
 * @throws Error when there is none of that name, or none is named and there are several
 */
export function policyNamed(file: Safetensors, name: string | undefined): Safetensors {
  if (file.metadata.format === policyFormat) {
    if (name === undefined) return file;
    throw new Error(
      `loadPolicy: name is ${quoted(name)}, and the file holds a single policy, which has none. Leave it out`,
    );
  }
  const names = policyNames(file);
  if (name === undefined || !names.includes(name)) {
    const problem =
      name === undefined ? "the file holds several policies" : `the file has no policy ${quoted(name)}`;
    throw new Error(
      `loadPolicy: ${problem}. Name one of them, as in loadPolicy(bytes, { name }): ${printable(names.join(", "), 300)}`,
    );
  }
  return { tensors: below(name, file.tensors), metadata: below(name, file.metadata) };
}

function below<Value>(name: string, all: Readonly<Record<string, Value>>): Record<string, Value> {
  const start = ofPolicy(name);
  return Object.fromEntries(
    Object.entries(all)
      .filter(([key]) => key.startsWith(start))
      .map(([key, value]) => [key.slice(start.length), value]),
  );
}
