import { nodeModule } from "../workers/index.ts";
import { appendWhole } from "./append-whole.ts";

/** A file of which each line is a piece of a long computation, so that it can be stopped after any of them and gone on with. */
export interface LineFile {
  /** The lines that were there when it was opened. */
  readonly lines: readonly string[];
  /** Adds a line, all of it or nothing. @throws if it cannot be written, or another process has written meanwhile */
  append(line: string): void;
  /** Waits until all lines are on the disk. */
  close(): void;
}

/**
 * Opens such a file, and makes it where there is none. A last line that was not written to its end is cut off.
 *
 * @param check is given each line that is there and its number, from 0, and returns why it is none of this computation
 * @param checkBegun likewise for what there is of a last line that was not written to its end; default: nothing is wrong with it
 * @throws if a line is none of this computation, the file cannot be read or written, and outside Node
 */
export function openLineFile(
  path: string,
  check: (line: string, index: number) => string | undefined,
  checkBegun: (piece: string, index: number) => string | undefined = () => undefined,
): LineFile {
  const fs = nodeModule("node:fs");
  if (fs === undefined) throw new Error("openLineFile: only Node (20.16 or later) has files");
  const writing = <Result>(write: () => Result): Result => {
    try {
      return write();
    } catch (cause) {
      throw new Error(`${path} cannot be written: ${(cause as Error).message}`, { cause });
    }
  };
  const file = writing(() => fs.openSync(path, "a+"));
  try {
    if (!fs.fstatSync(file).isFile())
      throw new Error(`${path} is no regular file, which lines can be added to`);
    const bytes = fs.readFileSync(file);
    let length = bytes.lastIndexOf("\n") + 1;
    const lines = bytes.toString("utf8", 0, length).split("\n").slice(0, -1);
    const refuse = (index: number, problem: string | undefined): void => {
      if (problem === undefined) return;
      throw new Error(
        `${path}, line ${index + 1}: ${problem}. Give another file, or delete this one to begin again.`,
      );
    };
    for (const [index, line] of lines.entries()) refuse(index, check(line, index));
    if (bytes.length > length) {
      // As a stream, since the last character may be cut in two.
      const piece = new TextDecoder().decode(bytes.subarray(length), { stream: true });
      refuse(lines.length, checkBegun(piece, lines.length));
      writing(() => fs.ftruncateSync(file, length));
    }
    return {
      lines,
      append(line) {
        writing(() => {
          if (fs.fstatSync(file).size !== length) throw new Error("another process writes to it");
          length = appendWhole(fs, file, length, new TextEncoder().encode(`${line}\n`));
        });
      },
      close() {
        try {
          writing(() => fs.fsyncSync(file));
        } finally {
          fs.closeSync(file);
        }
      },
    };
  } catch (error) {
    fs.closeSync(file);
    throw error;
  }
}
