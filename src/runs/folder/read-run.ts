import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { didYouMean } from "../../text/did-you-mean.ts";
import { valueInText } from "../../text/value-in-text.ts";
import { checkpointName, readCheckpoint } from "../checkpoints/checkpoint-files.ts";
import { readProgress, type SavedProgress, weightsHash } from "../evaluation/policy-progress.ts";
import { runFiles } from "./run-folder.ts";
import { parseRunRecord, type RunRecord } from "./run-record.ts";

/** What lies in the folder of a run. */
export interface RunOnDisk {
  /** What was trained. Its progress is that of the weights beside it, whenever the run was killed. */
  readonly record: RunRecord;
  /** The bytes of the policy's file, if there is one: those that the run wrote. */
  readonly policy: Uint8Array | undefined;
}

/**
 * Reads the folder of a run and checks that its policy is the one that the run wrote.
 *
 * @throws if there is no run in that folder, or one of its files is damaged; the message names the file
 */
export function readRun(directory: string): RunOnDisk {
  if (typeof directory !== "string") {
    throw new TypeError(`run: its folder is ${valueInText(directory)}; it must be a text. ${anyRun}`);
  }
  if (directory.trim() === "") throw new Error(`run: the name of its folder is empty. ${anyRun}`);
  const recordFile = join(directory, runFiles.record);
  const policyFile = join(directory, runFiles.policy);
  const recordBytes = readIfThere(recordFile);
  if (recordBytes === undefined) throw new Error(`run: there is none in ${directory}. ${hintFor(directory)}`);
  const record = explain(recordFile, () => parseRunRecord(new TextDecoder().decode(recordBytes)));
  const policy = readIfThere(policyFile);
  if (policy === undefined) return { record, policy };
  return { record: explain(policyFile, () => withProgress(record, policy)), policy };
}

/** Which policy of a run: the latest, the best in the evaluations during training, or that of a checkpoint, by its steps. */
export type WhichPolicy = "last" | "best" | number;

/**
 * The same with another policy of the run than the latest: `policy` is that one, and `record` tells its progress.
 *
 * @throws also if there is none such; the message says which there are
 */
export function readPolicyOf(directory: string, which: WhichPolicy): RunOnDisk {
  const run = readRun(directory);
  if (which === "last") return run;
  if (which !== "best" && !(Number.isSafeInteger(which) && which >= 0)) {
    throw new RangeError(
      `run: checkpoint is ${valueInText(which)}; it must be "last", "best", or the steps of a checkpoint`,
    );
  }
  const policy = which === "best" ? readBest(directory) : readCheckpoint(directory, which).policy;
  if (policy === undefined) {
    throw new Error(
      `run: ${directory} has no best policy (no ${runFiles.best}): it was not evaluated during training. Train with ` +
        "--evaluate-every STEPS, or take the last policy",
    );
  }
  const file = join(directory, which === "best" ? runFiles.best : checkpointName(which));
  const { evaluation: _, ...progress } = explain(file, () => requireProgress(policy));
  return { record: { ...run.record, ...progress }, policy };
}

/** The bytes of the best policy, if there is one. */
export function readBest(directory: string): Uint8Array | undefined {
  return readIfThere(join(directory, runFiles.best));
}

function requireProgress(policy: Uint8Array): SavedProgress {
  const saved = readProgress(policy);
  if (saved) return saved;
  throw new Error("it does not say which update it is from. Take a copy of the file, or train again");
}

/**
 * The record with the progress of a policy. While a run is going on, the policy is replaced just before the record, and
 * says itself which update it is from; afterwards both of them have to agree.
 */
function withProgress(record: RunRecord, policy: Uint8Array): RunRecord {
  const saved = readProgress(policy);
  if (saved && record.status === "running") return { ...record, ...saved };
  const found = saved?.parameters ?? weightsHash(policy);
  if (record.parameters === undefined || record.parameters === found) return record;
  throw new Error(
    `its weights are not those of the run: their SHA-256 is ${found}, and run.json says ${record.parameters}. ` +
      "Take a copy of the file, or train again",
  );
}

/** Puts the name of the file before what is wrong with it. */
export function explain<Result>(file: string, read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    throw new Error(`${file}: ${(cause as Error).message}`, { cause });
  }
}

function readIfThere(file: string): Uint8Array | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new Error(`${file}: it cannot be read: ${message}`, { cause: error });
  }
}

/** Runs that may have been meant: in the folder, or beside it under a name that is near. */
function hintFor(directory: string): string {
  const [inside] = runsIn(directory);
  if (inside !== undefined) return `It holds runs: take one of them, such as ${join(directory, inside)}.`;
  const parent = dirname(directory);
  if (holdsRun(parent)) return `Did you mean its folder, ${parent}?`;
  return didYouMean(basename(directory), runsIn(parent), anyRun, (name) => join(parent, name));
}

const anyRun = "Give a folder that `logpi train` has made.";

/** The names of the folders in a folder that hold runs. */
function runsIn(directory: string): string[] {
  return namesIn(directory).filter((name) => holdsRun(join(directory, name)));
}

function holdsRun(directory: string): boolean {
  return namesIn(directory).includes(runFiles.record);
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
