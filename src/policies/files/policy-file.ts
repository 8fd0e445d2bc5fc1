import type { Space } from "../../environments/spaces/space.ts";
import { spaceFromJson } from "../../environments/spaces/space-from-json.ts";
import { type Bytes, bytesIn } from "../../files/bytes-in.ts";
import { requireKind } from "../../files/require-kind.ts";
import { decodeSafetensors, type Safetensors, type Tensor } from "../../files/safetensors.ts";
import { parseJson } from "../../text/parse-json.ts";
import { printable, quoted } from "../../text/printable.ts";
import { explainChecksum } from "./checksum.ts";
import { policyNamed } from "./named-policies.ts";
import { type PolicyDescription, policiesFormat, policyFormat } from "./policy-description.ts";

/** What both loaders read of a policy's file. */
export interface PolicyFile {
  readonly observationSpace: Space;
  readonly actionSpace: Space;
  readonly masked: boolean;
  /** Of finite numbers. */
  readonly tensors: Readonly<Record<string, Tensor>>;
  /** Bytes of the file. */
  readonly size: number;
  /** The text of an entry. */
  readonly entries: Readonly<Partial<Record<keyof PolicyDescription, string>>>;
}

/** Of spaces in spaces, and of whatever else an entry holds. */
const depth = 64;

/**
 * Reads and checks a policy's file, as far as its spaces and its weights.
 *
 * @param name of the policy, in a file of several
 * @throws Error saying what is wrong when the bytes are damaged or foreign, or have no policy of that name
 */
export function readPolicyFile(source: Bytes, name?: string): PolicyFile {
  const bytes = bytesIn("loadPolicy", source);
  const { tensors, metadata } = policyNamed(readPolicies("loadPolicy", bytes), name);
  for (const [name, { data }] of Object.entries(tensors)) {
    if (data.every(Number.isFinite)) continue;
    throw new Error(`loadPolicy: weights ${quoted(name)} hold a number that is not finite`);
  }
  const [observationSpace, actionSpace] = (["observationSpace", "actionSpace"] as const).map((entry) =>
    readEntry(metadata, entry, spaceFromJson),
  ) as [Space, Space];
  const masked = readEntry(metadata, "masked", (value) => {
    if (typeof value === "boolean") return value;
    throw new TypeError("it must be true or false");
  });
  return { observationSpace, actionSpace, masked, tensors, size: bytes.length, entries: metadata };
}

/**
 * A file of one policy or of several, intact as it was written.
 *
 * @param owner the function that was given it: begins messages
 * @throws Error when the bytes are damaged, foreign, or another file of logpi
 */
export function readPolicies(owner: string, bytes: Uint8Array): Safetensors {
  requireKind(owner, bytes, "policy");
  const file = decodeSafetensors(bytes);
  const { format } = file.metadata;
  if (format !== policyFormat && format !== policiesFormat) {
    const found = format === undefined ? "not stated" : quoted(format);
    throw new Error(
      `${owner}: the file's format is ${found}; this version of logpi reads "${policyFormat}". Give a file that its ` +
        "policy.save() or `logpi train` wrote",
    );
  }
  const damage = explainChecksum(bytes);
  if (damage === undefined) return file;
  throw new Error(`${owner}: the file is damaged: ${damage}. Take another copy, or save the policy again`);
}

/**
 * What an entry of the file stands for.
 *
 * @throws Error that names the entry, and then says in short what `read` threw
 */
export function readEntry<Result>(
  entries: PolicyFile["entries"],
  key: keyof PolicyDescription,
  read: (value: unknown) => Result,
): Result {
  const text = Object.hasOwn(entries, key) ? entries[key] : undefined;
  if (text === undefined) throw new Error(`loadPolicy: the file's entry "${key}" is missing`);
  try {
    return read(parseJson(text, depth));
  } catch (cause) {
    const why = printable((cause as Error).message, 400);
    throw new Error(`loadPolicy: the file's entry "${key}" cannot be used: ${why}`, { cause });
  }
}
