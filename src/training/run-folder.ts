import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import type { RunRecord } from "./run-record.ts";

/** The files of a run, by what they hold. */
export const runFiles = {
  record: "run.json",
  metrics: "metrics.jsonl",
  policy: "policy.safetensors",
} as const;

/** A folder that a run writes into. */
export interface RunFolder {
  readonly directory: string;
  /** Replaces `run.json`. */
  writeRecord(record: RunRecord): void;
  /** Replaces `policy.safetensors`. */
  writePolicy(bytes: Uint8Array): void;
  /** Adds one line to `metrics.jsonl`. */
  appendMetrics(metrics: unknown): void;
  close(): void;
}

/** Where the folder of a new run is to be. */
export interface RunFolderOptions {
  /** The folder itself; made if there is none. Default: a new numbered one in `parent`. */
  readonly directory?: string;
  /** Where numbered folders go; default "runs". */
  readonly parent?: string;
  /** What numbered folders are called: `name-1`, `name-2` and so on. */
  readonly name: string;
}

/**
 * Makes the folder of a new run. Never touches a run that is there already.
 *
 * @throws if `directory` holds a run, or cannot be made
 */
export function createRunFolder({ directory, parent = "runs", name }: RunFolderOptions): RunFolder {
  const made = directory === undefined ? makeNumberedFolder(parent, name) : makeEmptyFolder(directory);
  const metrics = openSync(join(made, runFiles.metrics), "wx");
  return {
    directory: made,
    writeRecord(record) {
      writeAtomically(join(made, runFiles.record), `${JSON.stringify(record, undefined, 2)}\n`);
    },
    writePolicy(bytes) {
      writeAtomically(join(made, runFiles.policy), bytes);
    },
    appendMetrics(line) {
      writeSync(metrics, `${JSON.stringify(line)}\n`);
    },
    close: () => closeSync(metrics),
  };
}

function makeEmptyFolder(directory: string): string {
  const file = Object.values(runFiles).find((file) => existsSync(join(directory, file)));
  if (file !== undefined) {
    throw new Error(
      `run: ${directory} already holds a run (there is a ${file}). Choose another folder, or delete this one first.`,
    );
  }
  mkdirSync(directory, { recursive: true });
  return directory;
}

/** Making a folder either succeeds or says that it exists, so that runs started together get different numbers. */
function makeNumberedFolder(parent: string, name: string): string {
  mkdirSync(parent, { recursive: true });
  const plainName = name.replaceAll(/[^\w.-]+/g, "-");
  for (let number = 1; ; number++) {
    const directory = join(parent, `${plainName}-${number}`);
    try {
      mkdirSync(directory);
      return directory;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

/** Whoever opens the file finds either what was there before or all of the new content. */
function writeAtomically(path: string, content: string | Uint8Array): void {
  const unfinished = `${path}.unfinished`;
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  try {
    const file = openSync(unfinished, "w");
    try {
      for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}
