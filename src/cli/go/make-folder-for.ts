import * as fs from "node:fs";
import { dirname, resolve } from "node:path";
import { makeFolder } from "../../runs/folder/replace-files.ts";

/**
 * Makes the folder that a file is to go into, where it is missing.
 *
 * @returns its absolute path
 * @throws Error if it cannot be made
 */
export function makeFolderFor(file: string): string {
  const folder = dirname(resolve(file));
  try {
    makeFolder(fs, folder);
  } catch (cause) {
    throw new Error(`${file} cannot be written: ${(cause as Error).message}`, { cause });
  }
  return folder;
}
