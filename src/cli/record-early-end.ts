import { failRun } from "../runs/fail-run.ts";
import { tellEarlyEnd } from "./early-end.ts";

/** Says in the record of a run, and on stderr, that its process was ended from outside. */
export function recordEarlyEnd(directory: string, reason: string): void {
  failRun(directory, `the training ended early: ${reason}`);
  tellEarlyEnd(directory, reason);
}
