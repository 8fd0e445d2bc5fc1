#!/usr/bin/env node
import { endWithTerminal } from "./display/terminal.ts";
import { supervise } from "./supervision/supervise.ts";
import { isSupervised } from "./supervision/supervision.ts";

const [, script = "", ...args] = process.argv;
const supervised = isSupervised();
// A debugger looks at the process that it was attached to.
const debugged = process.execArgv.some((flag) => flag.startsWith("--inspect"));

if (args[0] === "train" && !supervised && !debugged) {
  process.exitCode = await supervise(script, args);
} else {
  const { runInProcess } = await import("./run-in-process.ts");
  process.exitCode = await runInProcess({ script, args, supervised });
}
endWithTerminal();
// What the module of an environment has left open, such as a timer or a connection, keeps the process for so long only.
setTimeout(() => process.exit(), 1000).unref();
