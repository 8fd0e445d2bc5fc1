import * as fs from "node:fs";
import { join } from "node:path";
import { decodeRunCheckpoint, type RunCheckpoint } from "./run-checkpoint.ts";

/** The name of the checkpoint that a run has after so many steps. */
export const checkpointName = (steps: number): string => `checkpoint-${steps}.safetensors`;

const pattern = /^checkpoint-(\d+)\.safetensors$/;

/** Steps of the checkpoints in a run's folder, ascending. */
export function checkpointsIn(directory: string): number[] {
  let names: string[];
  try {
    names = fs.readdirSync(directory);
  } catch {
    return [];
  }
  return names
    .map((name) => pattern.exec(name)?.[1])
    .filter((digits) => digits !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
}

/**
 * Reads the checkpoint of a run after so many steps.
 *
 * @throws Error when there is none or it is damaged; the message names the others that there are
 */
export function readCheckpoint(directory: string, steps: number): RunCheckpoint {
  const path = join(directory, checkpointName(steps));
  const others = checkpointsIn(directory).filter((each) => each !== steps);
  const hint = others.length === 0 ? "There is no other" : `There are those of ${others.join(", ")} steps`;
  let bytes: Uint8Array;
  try {
    bytes = fs.readFileSync(path);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why =
      code === "ENOENT" ? `there is no checkpoint of ${steps} steps` : `it cannot be read: ${message}`;
    throw new Error(`${path}: ${why}. ${hint}.`, { cause });
  }
  try {
    return decodeRunCheckpoint(bytes);
  } catch (cause) {
    throw new Error(
      `${path}: ${(cause as Error).message}. ${hint}; delete the file to go on from the one before it.`,
      { cause },
    );
  }
}
