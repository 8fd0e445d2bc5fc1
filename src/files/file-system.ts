/** The system calls by which files are written: those of Node, or what a test puts in their place. */
export type FileSystem = Pick<
  typeof import("node:fs"),
  | "closeSync"
  | "fsyncSync"
  | "ftruncateSync"
  | "mkdirSync"
  | "openSync"
  | "renameSync"
  | "rmSync"
  | "writeSync"
>;

/** Writes all of the bytes: a single call may write only some of them. */
export function writeAll(system: Pick<FileSystem, "writeSync">, file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) {
    // A single call takes less than 2 GB.
    const count = system.writeSync(file, bytes, written, Math.min(bytes.length - written, 2 ** 30));
    if (count === 0) throw new Error("nothing more can be written");
    written += count;
  }
}
