import { writeSync } from "node:fs";
import { isatty } from "node:tty";
import { shownPath } from "../display/shown-path.ts";
import { whatIsKept } from "./kept.ts";

/**
 * Says on stderr what is left of a run whose process ends before it does.
 *
 * @param reason continues "the training ended early:"
 */
export function tellEarlyEnd(directory: string, reason: string): void {
  writeEnding(
    `logpi: the training ended early: ${reason}.\n${whatIsKept(directory, shownPath(directory))}\n`,
  );
}

/** Writes to stderr, in a terminal in the place of the line that shows the progress. */
export function writeEnding(text: string): void {
  try {
    writeSync(2, `${isatty(2) ? "\r\x1b[K" : ""}${text}`);
  } catch {
    // The terminal may be gone.
  }
}

/**
 * Says it when this process ends by `process.exit()`, or by an error that nobody caught, and turns exit code 0 into 1.
 *
 * @returns what is to be called when the run has ended
 */
export function watchForEarlyEnd(directory: string): () => void {
  const onExit = (code: number) => {
    tellEarlyEnd(directory, code === 0 ? "the process was ended, as by process.exit()" : `exit code ${code}`);
    if (code === 0) process.exitCode = 1;
  };
  process.on("exit", onExit);
  return () => process.off("exit", onExit);
}
