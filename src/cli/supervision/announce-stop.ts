import { writeSync } from "node:fs";
import { isatty } from "node:tty";

/** Says in a terminal that Ctrl-C was heard, in the place of the line that shows the progress. */
export function announceStop(): void {
  if (isatty(2)) writeSync(2, "\r\x1b[KStopping after this update. Press Ctrl-C again to end at once.\n");
}
