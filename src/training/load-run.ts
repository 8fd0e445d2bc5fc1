import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type BackendName, createBackend } from "../backends/index.ts";
import { loadPolicy, type Policy } from "../policies/index.ts";
import { didYouMean } from "../text/did-you-mean.ts";
import { runFiles } from "./run-folder.ts";
import { parseRunRecord, type RunRecord } from "./run-record.ts";

/** A run, read from its folder. */
export interface Run {
  readonly directory: string;
  readonly record: RunRecord;
  readonly policy: Policy;
}

export interface LoadRunOptions {
  /** What the policy computes with, whatever it was trained with; default "wasm". */
  readonly backend?: BackendName;
}

/**
 * Reads a run: what was trained, and the policy. Changes nothing in the folder.
 *
 * @example
 * const { policy, record } = loadRun("runs/CartPole-v1-ppo-1");
 * console.log(evaluate(policy, record.environment, { episodes: 100 }).mean);
 *
 * @throws if there is no run in that folder, or one of its files is damaged (the message names the file), or the native
 *   backend is asked for and cannot be had
 */
export function loadRun(directory: string, { backend = "wasm" }: LoadRunOptions = {}): Run {
  const recordFile = join(directory, runFiles.record);
  const policyFile = join(directory, runFiles.policy);
  const recordBytes = readIfThere(recordFile);
  if (recordBytes === undefined) throw new Error(`run: there is none in ${directory}. ${hintFor(directory)}`);
  const record = explain(recordFile, () => parseRunRecord(new TextDecoder().decode(recordBytes)));
  const policyBytes = readIfThere(policyFile);
  if (policyBytes === undefined) {
    const why = record.message === undefined ? "" : `: ${record.message}`;
    throw new Error(
      `run: ${directory} has no policy (its status is "${record.status}"${why}). Train it again.`,
    );
  }
  const computing = createBackend(backend);
  return {
    directory,
    record,
    policy: explain(policyFile, () => loadPolicy(policyBytes, { backend: computing })),
  };
}

function readIfThere(file: string): Uint8Array | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}

/** Puts the name of the file before what is wrong with it. */
function explain<Result>(file: string, read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    throw new Error(`${file}: ${(cause as Error).message}`, { cause });
  }
}

function hintFor(directory: string): string {
  const parent = dirname(directory);
  const otherwise = "Give a folder that `logpi train` has made.";
  return didYouMean(basename(directory), foldersIn(parent), otherwise, (name) => join(parent, name));
}

function foldersIn(directory: string): string[] {
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch {
    return [];
  }
}
