import * as fs from "node:fs";
import { dirname, join } from "node:path";
import { type FileSystem, writeAll } from "../../files/file-system.ts";

/** A file of a folder, with all that is to be in it. */
export interface FileContent {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The name of a file that is being written, before it takes the place of `path`. */
export const unfinished = (path: string) => `${path}.unfinished`;

/**
 * Replaces files of a folder, each as a whole: whoever opens one, at any time and after any crash, finds all of the old
 * content or all of the new. The files are renamed in their order, one right after another, once all of them are on
 * the disk; when this returns, their names are on the disk as well.
 *
 * @throws if one of them cannot be written; those that were not renamed are what they were before
 */
export function replaceFiles(system: FileSystem, directory: string, files: readonly FileContent[]): void {
  const begun: string[] = [];
  try {
    for (const { name, bytes } of files) {
      const path = join(directory, name);
      begun.push(unfinished(path));
      overwrite(system, unfinished(path), bytes, (file) => system.fsyncSync(file));
    }
    for (const { name } of files) {
      const path = join(directory, name);
      system.renameSync(unfinished(path), path);
      begun.shift();
    }
    syncFolder(system, directory);
  } catch (error) {
    for (const path of begun) removeIfPossible(system, path);
    throw error;
  }
}

/**
 * Takes the room for the next content of a file beforehand, or as much as there is: then {@link replaceFiles} can write
 * up to `size` bytes on a disk that has filled up since.
 */
export function reserve(system: FileSystem, path: string, size: number): void {
  try {
    overwrite(system, unfinished(path), new Uint8Array(size));
  } catch {
    // On a disk that is full there is less room, or none. The next content may fit all the same.
  }
}

/** Gives back what {@link reserve} took. */
export function release(system: FileSystem, path: string): void {
  removeIfPossible(system, unfinished(path));
}

/**
 * Makes a folder and those above it that are missing, and returns when their names are on the disk. Node's own way of
 * doing so does not end where a folder can have no other in it, such as /proc.
 *
 * @throws if there is a file in its place, or it cannot be made
 */
export function makeFolder(system: FileSystem, directory: string): void {
  if (isFolder(directory)) return;
  const above = dirname(directory);
  if (above !== directory) makeFolder(system, above);
  try {
    system.mkdirSync(directory);
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!isFolder(directory)) throw error;
  }
  syncFolder(system, above);
}

function isFolder(path: string): boolean {
  return fs.statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Writes over a file where there is one, so that the room that it has is used again. */
function overwrite(
  system: FileSystem,
  path: string,
  bytes: Uint8Array,
  beforeClosing: (file: number) => void = () => {},
): void {
  const file = system.openSync(path, fs.constants.O_CREAT | fs.constants.O_WRONLY);
  try {
    writeAll(system, file, bytes);
    system.ftruncateSync(file, bytes.length);
    beforeClosing(file);
  } finally {
    system.closeSync(file);
  }
}

/** Waits until the names in a folder are on the disk. Windows has no such call, and some file systems have none. */
export function syncFolder(system: FileSystem, directory: string): void {
  if (process.platform === "win32") return;
  const file = system.openSync(directory, "r");
  try {
    system.fsyncSync(file);
  } catch (error) {
    if (!["EINVAL", "ENOTSUP"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  } finally {
    system.closeSync(file);
  }
}

/** Removes a file; where that fails, it stays. */
export function removeIfPossible(system: FileSystem, path: string): void {
  try {
    system.rmSync(path, { force: true });
  } catch {
    // What is left does no harm: an unfinished file is overwritten by the next one, an old checkpoint is one more.
  }
}
