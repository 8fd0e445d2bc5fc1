import { createHash } from "node:crypto";
import * as v from "valibot";
import { joinHeader, splitHeader } from "../../files/safetensors.ts";
import { explainChecksum, sealFile } from "../../policies/files/checksum.ts";
import { withNamesOfNumbers } from "../any-number.ts";
import { type EvaluationSummary, evaluationSummary } from "../folder/run-record.ts";

/*
 * A policy's file in the folder of a run says of itself how far the run was, so that weights and what is said of them
 * are written in one step. Its metadata has one entry more than policy.save() gives, which other readers leave alone:
 *
 *   "run": { "updates": 12, "steps": 24576, …, "parameters": the SHA-256 of its weights }
 *
 * and the checksum, which is of the whole file, is computed with it.
 */

export const progress = v.strictObject({
  updates: v.number(),
  steps: v.number(),
  seconds: v.number(),
  stepsPerSecond: v.number(),
});

/** How far a training is. */
export type Progress = Readonly<v.InferOutput<typeof progress>>;

const savedProgress = v.strictObject({
  ...progress.entries,
  parameters: v.string(),
  /** Of the best policy: what it achieved in an evaluation during training. */
  evaluation: v.exactOptional(evaluationSummary),
});

/** How far the training was that a file's weights are from, and their SHA-256. */
export type SavedProgress = Readonly<v.InferOutput<typeof savedProgress>>;

const metadataKey = "__metadata__";

/**
 * The bytes of a policy's file that says how far the training was.
 *
 * @param bytes what `policy.save()` gave
 */
export function addProgress(
  bytes: Uint8Array,
  progress: Progress & { readonly evaluation?: EvaluationSummary },
): { readonly bytes: Uint8Array; readonly progress: SavedProgress } {
  const { header, numbers } = splitHeader(bytes);
  const saved: SavedProgress = { ...progress, parameters: sha256(numbers) };
  const metadata = { ...(header[metadataKey] as object), run: JSON.stringify(saved, withNamesOfNumbers) };
  const file = joinHeader({ header: { ...header, [metadataKey]: metadata }, numbers });
  sealFile(file);
  return { bytes: file, progress: saved };
}

/**
 * Reads what a policy's file says of the training; undefined if it says nothing.
 *
 * @throws if the file is not as it was written
 */
export function readProgress(bytes: Uint8Array): SavedProgress | undefined {
  const { header, numbers } = splitHeader(bytes);
  const damage = explainChecksum(bytes);
  if (damage !== undefined) throw damaged(damage);
  const { run } = (header[metadataKey] ?? {}) as Readonly<Record<string, unknown>>;
  if (run === undefined) return undefined;
  const saved = v.parse(savedProgress, JSON.parse(String(run)));
  const parameters = sha256(numbers);
  if (saved.parameters === parameters) return saved;
  throw damaged(`its weights have the SHA-256 ${parameters}, and it says ${saved.parameters}`);
}

/** The SHA-256 of a policy's weights as they lie in its file: that of `parametersHash`. */
export function weightsHash(bytes: Uint8Array): string {
  return sha256(splitHeader(bytes).numbers);
}

function sha256(data: Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

function damaged(how: string): Error {
  return new Error(`the file is damaged: ${how}. Take a copy of it, or train again`);
}
