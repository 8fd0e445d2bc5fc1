import { createHash } from "node:crypto";
import * as v from "valibot";
import { joinHeader, splitHeader } from "../networks/safetensors.ts";
import { blankChecksum, sealFile } from "../policies/checksum.ts";

/*
 * A policy's file in the folder of a run says of itself how far the run was, so that weights and what is said of them
 * are written in one step. Its metadata has two entries more than policy.save() gives:
 *
 *   "run":  { "updates": 12, "steps": 24576, …, "parameters": the SHA-256 of its weights }
 *   "seal": the SHA-256 of its header without this entry, and with zeros as the checksum
 *
 * Together the two hashes cover the whole file. What else reads policies takes no notice of them; the checksum, which is of
 * the whole file, is computed after them.
 */

const progress = v.strictObject({
  updates: v.number(),
  steps: v.number(),
  seconds: v.number(),
  stepsPerSecond: v.number(),
});

/** How far a training is. */
export type Progress = Readonly<v.InferOutput<typeof progress>>;

const sealed = v.strictObject({ ...progress.entries, parameters: v.string() });

/** How far the training was that a file's weights are from, and their SHA-256. */
export type SealedProgress = Readonly<v.InferOutput<typeof sealed>>;

const metadataKey = "__metadata__";

/**
 * The bytes of a policy's file that says how far the training was.
 *
 * @param bytes what `policy.save()` gave
 */
export function sealPolicy(
  bytes: Uint8Array,
  progress: Progress,
): { readonly bytes: Uint8Array; readonly progress: SealedProgress } {
  const { header, numbers } = splitHeader(bytes);
  const said: SealedProgress = { ...progress, parameters: sha256(numbers) };
  const metadata = {
    ...(header[metadataKey] as object),
    checksum: blankChecksum,
    run: JSON.stringify(said),
  };
  const seal = sha256(JSON.stringify({ ...header, [metadataKey]: metadata }));
  const file = joinHeader({ header: { ...header, [metadataKey]: { ...metadata, seal } }, numbers });
  sealFile(file);
  return { bytes: file, progress: said };
}

/**
 * Reads what a policy's file says of the training; undefined if it says nothing.
 *
 * @throws if the file is not as it was written
 */
export function readSeal(bytes: Uint8Array): SealedProgress | undefined {
  const { header, numbers } = splitHeader(bytes);
  const metadata = (header[metadataKey] ?? {}) as Readonly<Record<string, unknown>>;
  const { seal, ...others } = metadata;
  if (seal === undefined && others.run === undefined) return undefined;
  const rest: Readonly<Record<string, unknown>> = { ...others, checksum: blankChecksum };
  if (seal !== sha256(JSON.stringify({ ...header, [metadataKey]: rest }))) throw damaged("its header is");
  const said = v.parse(sealed, JSON.parse(String(rest.run)));
  if (said.parameters !== sha256(numbers)) throw damaged("its weights are");
  return said;
}

/** The SHA-256 of a policy's weights as they lie in its file: that of `parametersHash`. */
export function weightsHash(bytes: Uint8Array): string {
  return sha256(splitHeader(bytes).numbers);
}

function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

function damaged(what: string): Error {
  return new Error(
    `the file is damaged: ${what} not what was written, by the SHA-256 in it. Take a copy of the file, or train again`,
  );
}
