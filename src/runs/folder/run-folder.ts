import * as fs from "node:fs";
import { join, resolve } from "node:path";
import { appendWhole } from "../../files/append-whole.ts";
import type { FileSystem } from "../../files/file-system.ts";
import { checkpointName, checkpointsIn } from "../checkpoints/checkpoint-files.ts";
import { identityOf, lockFolder } from "./folder-lock.ts";
import { makeNumberedFolder, nonEmpty } from "./numbered-folder.ts";
import {
  type FileContent,
  makeFolder,
  release,
  removeIfPossible,
  replaceFiles,
  reserve,
  unfinished,
} from "./replace-files.ts";
import { cannotBeWritten } from "./run-folder-error.ts";
import { formatRunRecord, type RunRecord } from "./run-record.ts";

/** The files of a run, by what they hold. */
export const runFiles = {
  record: "run.json",
  metrics: "metrics.jsonl",
  policy: "policy.safetensors",
  best: "policy-best.safetensors",
} as const;

/** A folder that a run writes into. What it writes is on the disk when the call returns. */
export interface RunFolder {
  /** Its absolute path. */
  readonly directory: string;
  /** Replaces `run.json`. */
  writeRecord(record: RunRecord): void;
  /**
   * Replaces `policy.safetensors` and then `run.json`, both of them as one thing: a crash leaves either the old ones or a new
   * policy. A checkpoint is written before them, after which those are removed that are not among the latest.
   */
  writePolicy(bytes: Uint8Array, record: RunRecord, checkpoint?: CheckpointToKeep): void;
  /** Replaces `policy-best.safetensors`. */
  writeBest(bytes: Uint8Array): void;
  /** Adds one line to `metrics.jsonl`, all of it or nothing. It is on the disk after the next `writePolicy`. */
  appendMetrics(metrics: unknown): void;
  close(): void;
}

/** A checkpoint that is written, and how many are kept then. */
export interface CheckpointToKeep {
  /** Steps that the training had taken. */
  readonly steps: number;
  readonly bytes: Uint8Array;
  readonly kept: number;
}

/** Where the folder of a new run is to be. */
export interface RunFolderOptions {
  /** The folder itself; made if there is none. Default: a new numbered one in `parent`. */
  readonly directory?: string;
  /** Where numbered folders go; default "runs". */
  readonly parent?: string;
  /** What numbered folders are called: `name-1`, `name-2` and so on. */
  readonly name: string;
  /** What writes; default Node's `fs`. */
  readonly system?: FileSystem;
}

/** Bytes on the disk that are kept free for `run.json`, so that it can say of a run that it failed on a full disk. */
const reserved = 16_384;

/**
 * Makes the folder of a new run. Never touches a run that is there already.
 *
 * @throws if `directory` holds a run, or cannot be made
 */
export function createRunFolder({
  directory,
  parent = "runs",
  name,
  system = fs,
}: RunFolderOptions): RunFolder {
  const made = explainMaking(directory ?? parent, () =>
    directory === undefined
      ? makeNumberedFolder(system, parent, name)
      : makeEmptyFolder(system, nonEmpty(directory)),
  );
  const metrics = beginMetrics(system, made, join(made, runFiles.metrics));
  let unlock: () => void;
  try {
    unlock = lockFolder(system, made, identityOf(made) ?? "");
  } catch (error) {
    closeIfPossible(system, metrics);
    throw error;
  }
  return writerOf(made, system, metrics, 0, unlock);
}

/**
 * Opens the folder of a run that is to go on.
 *
 * @param metricsLength bytes of `metrics.jsonl` that are kept, in whole lines; what follows is cut off
 * @throws if it cannot be written
 */
export function openRunFolder(directory: string, metricsLength: number, system: FileSystem = fs): RunFolder {
  const path = join(directory, runFiles.metrics);
  const unlock = lockFolder(system, directory, identityOf(directory) ?? "");
  let metrics: number | undefined;
  try {
    for (const name of fs.readdirSync(directory)) {
      // A run that was killed leaves them behind.
      if (name.endsWith(unfinished(""))) system.rmSync(join(directory, name), { force: true });
    }
    metrics = system.openSync(path, "a");
    system.ftruncateSync(metrics, metricsLength);
    return writerOf(directory, system, metrics, metricsLength, unlock);
  } catch (cause) {
    if (metrics !== undefined) closeIfPossible(system, metrics);
    unlock();
    throw cannotBeWritten(directory, cause);
  }
}

/** @param metrics the open file, which has `metricsLength` bytes */
function writerOf(
  made: string,
  system: FileSystem,
  metrics: number,
  metricsLength: number,
  unlock: () => void,
): RunFolder {
  const recordFile = join(made, runFiles.record);
  const metricsFile = join(made, runFiles.metrics);
  const identity = identityOf(made);
  let length = metricsLength;

  /** Puts the name of the folder before what went wrong with writing it. */
  const writing = (write: () => void): void => {
    try {
      if (identityOf(made) !== identity) throw new Error("it is gone, or another folder is in its place");
      write();
    } catch (cause) {
      throw cannotBeWritten(made, cause);
    }
  };
  return {
    directory: made,
    writeRecord(record) {
      writing(() => replaceFiles(system, made, [encodeRecord(record)]));
      reserve(system, recordFile, reserved);
    },
    writePolicy(bytes, record, checkpoint) {
      writing(() => {
        system.fsyncSync(metrics);
        replaceFiles(system, made, [
          ...(checkpoint ? [{ name: checkpointName(checkpoint.steps), bytes: checkpoint.bytes }] : []),
          ...[{ name: runFiles.policy, bytes }, encodeRecord(record)],
        ]);
      });
      if (checkpoint) {
        for (const steps of checkpointsIn(made).slice(0, -checkpoint.kept)) {
          removeIfPossible(system, join(made, checkpointName(steps)));
        }
      }
      reserve(system, recordFile, reserved);
    },
    writeBest(bytes) {
      writing(() => replaceFiles(system, made, [{ name: runFiles.best, bytes }]));
    },
    appendMetrics(line) {
      const bytes = new TextEncoder().encode(`${JSON.stringify(line)}\n`);
      try {
        length = appendWhole(system, metrics, length, bytes);
      } catch (cause) {
        throw cannotBeWritten(metricsFile, cause);
      }
    },
    close() {
      unlock();
      release(system, recordFile);
      closeIfPossible(system, metrics);
    },
  };
}

/** `run.json` with its content. */
export function encodeRecord(record: RunRecord): FileContent {
  return { name: runFiles.record, bytes: new TextEncoder().encode(formatRunRecord(record)) };
}

/** All that was written is on the disk already, or its loss has been told. */
function closeIfPossible(system: FileSystem, file: number): void {
  try {
    system.closeSync(file);
  } catch {}
}

/** Folders cannot be made for many reasons; each comes with the name and what helps. */
function explainMaking(path: string, make: () => string): string {
  try {
    return make();
  } catch (cause) {
    if (cause instanceof HoldsRunError) throw cause;
    throw new Error(
      `run: the folder ${JSON.stringify(path)} cannot be made: ${reasonOf(cause)}. ` +
        "Give the path of a new folder, or of one that holds no run.",
      { cause },
    );
  }
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "EEXIST") return "there is a file of that name";
  if (code === "ENOTDIR") return "a part of its path is a file";
  return message;
}

class HoldsRunError extends Error {
  constructor(directory: string, file: string) {
    super(
      `run: ${directory} already holds a run (there is a ${file}). Choose another folder, or delete this one first.`,
    );
  }
}

function makeEmptyFolder(system: FileSystem, directory: string): string {
  const file = Object.values(runFiles).find((file) => fs.existsSync(join(directory, file)));
  if (file !== undefined) throw new HoldsRunError(directory, file);
  const made = resolve(directory);
  makeFolder(system, made);
  return made;
}

/** Of two runs that begin in one folder, the second finds the file. */
function beginMetrics(system: FileSystem, directory: string, path: string): number {
  try {
    return system.openSync(path, "wx");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "EEXIST")
      throw new HoldsRunError(directory, runFiles.metrics);
    throw cannotBeWritten(path, cause);
  }
}
