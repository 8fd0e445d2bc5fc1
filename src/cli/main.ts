#!/usr/bin/env node
import { basename, relative } from "node:path";
import { runCommandLine } from "./command-line.ts";
import { onInterruption } from "./interruption.ts";
import { quoted } from "./quoted.ts";

// Whoever reads the output may stop reading, as `head` does. That is no error worth telling of.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

process.exitCode = await runCommandLine({
  args: process.argv.slice(2),
  stdout: process.stdout,
  stderr: process.stderr,
  program: programName(process.argv[1] ?? ""),
  debug: process.env.LOGPI_DEBUG === "1",
  now: () => performance.now(),
  onInterruption,
});

/** How logpi was started, as it would be typed. */
function programName(script: string): string {
  return basename(script) === "logpi" ? "npx logpi" : `node ${quoted(relative(process.cwd(), script))}`;
}
