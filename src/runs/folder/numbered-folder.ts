import { join, resolve } from "node:path";
import type { FileSystem } from "../../files/file-system.ts";
import { makeFolder, syncFolder } from "./replace-files.ts";

/**
 * Makes a new folder, `name-1`, `name-2` and so on, and returns its absolute path. Making a folder either succeeds or says
 * that it exists, so that those who make one at the same time get different numbers.
 *
 * @param parent made if there is none
 * @param name characters that are no part of names of files everywhere become hyphens
 * @throws if it cannot be made
 */
export function makeNumberedFolder(system: FileSystem, parent: string, name: string): string {
  const above = resolve(nonEmpty(parent));
  makeFolder(system, above);
  const plainName = name.replaceAll(/[^\w.-]+/g, "-");
  for (let number = 1; ; number++) {
    const directory = join(above, `${plainName}-${number}`);
    try {
      system.mkdirSync(directory);
      syncFolder(system, above);
      return directory;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

/** @throws if the name of a folder is empty */
export function nonEmpty(directory: string): string {
  if (directory.trim() === "") throw new Error("its name is empty");
  return directory;
}
