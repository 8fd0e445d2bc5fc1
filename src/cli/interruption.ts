import type { CommandContext, Interruption } from "./command.ts";

/**
 * Listens for Ctrl-C, for a polite kill and for the end of whoever reads the output, and lets go after the first of
 * them: the next Ctrl-C then ends the process at once, as it does in any program.
 */
export const onInterruption: CommandContext["onInterruption"] = (callback) => {
  const interrupt = (reason: Interruption) => {
    letGo();
    callback(reason);
  };
  const onSigint = () => interrupt("SIGINT");
  const onSigterm = () => interrupt("SIGTERM");
  const onOutputError = (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") interrupt("EPIPE");
  };
  const letGo = () => {
    process.off("SIGINT", onSigint);
    process.off("SIGTERM", onSigterm);
    process.stdout.off("error", onOutputError);
  };
  process.on("SIGINT", onSigint);
  process.on("SIGTERM", onSigterm);
  process.stdout.on("error", onOutputError);
  return letGo;
};
