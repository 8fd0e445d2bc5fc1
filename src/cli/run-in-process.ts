import { runCommandLine } from "./command-line.ts";
import { isUnread, outputError } from "./display/output-error.ts";
import { programName } from "./program-name.ts";
import { listenItself } from "./supervision/listen-itself.ts";
import { listenToSupervisor } from "./supervision/supervised.ts";

export interface InProcessOptions {
  /** The program's file, as it was started. */
  readonly script: string;
  readonly args: readonly string[];
  /** Whether another process listens to signals. */
  readonly supervised: boolean;
}

/** Runs the command line with this process's output. Returns the exit code. */
export async function runInProcess({ script, args, supervised }: InProcessOptions): Promise<number> {
  const { onInterruption, onRun } = supervised ? listenToSupervisor() : listenItself;
  let unwritable: Error | undefined;
  process.stdout.on("error", (error) => {
    // That nobody reads the output any more is no error worth telling of.
    if (!isUnread(error)) unwritable ??= outputError(error);
  });
  process.stderr.on("error", () => {});

  const code = await runCommandLine({
    args,
    stdout: process.stdout,
    stderr: process.stderr,
    program: programName(script),
    script,
    debug: process.env.LOGPI_DEBUG === "1",
    now: () => performance.now(),
    onInterruption,
    onRun,
  });
  // Whether all of it could be written is known afterwards.
  await new Promise((resolve) => process.stdout.write("", resolve));
  if (code === 0 && unwritable) {
    process.stderr.write(`logpi: ${unwritable.message}\n`);
    return 1;
  }
  return code;
}
