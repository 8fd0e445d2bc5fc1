import { constants } from "node:os";
import type { Interruption } from "./command.ts";

/** The exit code of a command that was interrupted, or was not, and ended in order. */
export function exitCodeAfter(interruption: Interruption | undefined): number {
  if (interruption === undefined || interruption instanceof Error) return 0;
  return 128 + constants.signals[interruption === "EPIPE" ? "SIGPIPE" : interruption];
}
