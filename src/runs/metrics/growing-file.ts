import { basename, dirname } from "node:path";
import { appendWhole } from "../../files/append-whole.ts";
import type { FileSystem } from "../../files/file-system.ts";
import { replaceFiles } from "../folder/replace-files.ts";
import { cannotBeWritten } from "../folder/run-folder-error.ts";

/** A file that is written piece by piece. */
export interface GrowingFile {
  /** Adds a piece, all of it or nothing. */
  append(bytes: Uint8Array): void;
  /** Puts other content in its place, as a whole. */
  replace(bytes: Uint8Array): void;
  close(): void;
}

export interface GrowingFileOptions {
  /** Whether a file that is there already is replaced; otherwise it is an error. */
  readonly replaces: boolean;
  readonly system: FileSystem;
}

/** @throws if it cannot be made, replaced or written; the message names it, as that of every method does */
export function openGrowingFile(
  path: string,
  content: Uint8Array,
  { replaces, system }: GrowingFileOptions,
): GrowingFile {
  let file: number | undefined;
  let length = 0;

  const writing = (write: () => void): void => {
    try {
      write();
    } catch (cause) {
      throw cannotBeWritten(path, cause);
    }
  };
  const close = (): void => {
    if (file === undefined) return;
    const open = file;
    file = undefined;
    system.closeSync(open);
  };
  const replace = (bytes: Uint8Array): void => {
    replaceFiles(system, dirname(path), [{ name: basename(path), bytes }]);
    close();
    file = system.openSync(path, "a");
    length = bytes.length;
  };
  const append = (bytes: Uint8Array): void => {
    if (file === undefined) throw new Error("it is closed");
    length = appendWhole(system, file, length, bytes);
  };

  writing(() => {
    if (replaces) return replace(content);
    file = system.openSync(path, "ax");
    append(content);
  });
  return {
    append: (bytes) => writing(() => append(bytes)),
    replace: (bytes) => writing(() => replace(bytes)),
    close: () => writing(close),
  };
}
