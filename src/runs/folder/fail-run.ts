import * as fs from "node:fs";
import { readRun } from "./read-run.ts";
import { replaceFiles } from "./replace-files.ts";
import { encodeRecord } from "./run-folder.ts";
import type { RunRecord } from "./run-record.ts";

/**
 * Says in the record of a run that is still called running that it failed, and how far the weights are that lie beside
 * it; of a run that is finished but not evaluated, that its evaluation failed. To be called by who knows that the run
 * writes no more. Does what can be done, and throws nothing.
 *
 * @param write what writes the record; default into the folder
 * @returns the record as it is now, or undefined where it could not be read or written
 */
export function failRun(
  directory: string,
  message: string,
  write = (record: RunRecord) => replaceFiles(fs, directory, [encodeRecord(record)]),
): RunRecord | undefined {
  try {
    const { record } = readRun(directory);
    const failed = withFailure(record, message.slice(0, longestMessage));
    if (failed !== record) write(failed);
    return failed;
  } catch {
    return undefined;
  }
}

function withFailure(record: RunRecord, message: string): RunRecord {
  if (record.status === "running") return { ...record, status: "failed", message };
  const open =
    record.status === "finished" &&
    !record.evaluation &&
    !record.evaluationFailure &&
    !record.evaluationSkipped;
  return open ? { ...record, evaluationFailure: message } : record;
}

/** A record with a message of so many characters fits into the room that its folder has for it. */
export const longestMessage = 4_000;
