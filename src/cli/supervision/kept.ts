import { existsSync } from "node:fs";
import { join } from "node:path";
import { readRun } from "../../runs/folder/read-run.ts";
import { runFiles } from "../../runs/folder/run-folder.ts";
import { formatCount } from "../display/format.ts";

/**
 * What a run that ended early leaves behind, as one sentence: what is on the disk, whatever the training has reached.
 *
 * @param directory the run's folder
 * @param shown the folder as it is written in the sentence
 */
export function whatIsKept(directory: string, shown: string): string {
  if (!existsSync(join(directory, runFiles.record)))
    return `Nothing is kept: there is no run in ${shown} now.`;
  try {
    const { record, policy } = readRun(directory);
    const kept =
      policy === undefined ? "without a policy" : `with the policy after ${formatCount(record.steps)} steps`;
    return `The run is kept in ${shown}, ${kept}.`;
  } catch (error) {
    return `What is kept of the run cannot be read: ${(error as Error).message}`;
  }
}
