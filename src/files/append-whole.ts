import { type FileSystem, writeAll } from "./file-system.ts";

/**
 * Adds a piece to the end of a file, all of it or nothing: what was written of one that did not fit is cut off again.
 *
 * @param length of the file before
 * @returns its length after
 * @throws what the file system throws
 */
export function appendWhole(
  system: Pick<FileSystem, "writeSync" | "ftruncateSync">,
  file: number,
  length: number,
  bytes: Uint8Array,
): number {
  try {
    writeAll(system, file, bytes);
    return length + bytes.length;
  } catch (error) {
    try {
      system.ftruncateSync(file, length);
    } catch {
      // What failed before is told.
    }
    throw error;
  }
}
