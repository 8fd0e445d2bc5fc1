import { Worker } from "node:worker_threads";
import type { CommandContext } from "../command.ts";
import { onOutputError } from "../display/output-error.ts";
import { watchForEarlyEnd } from "./early-end.ts";
import { type SupervisorMessage, signals, supervisorPipe, type TrainerMessage } from "./supervision.ts";

/** What a command learns of its process from outside. */
export type Listening = Required<Pick<CommandContext, "onInterruption" | "onRun">>;

/** Leaves all signals to the process that listens, and ends with it. */
export function listenToSupervisor(): Listening {
  for (const signal of signals) process.on(signal, () => {});
  // In a thread of its own, which notices also while this one is busy.
  new Worker(endWithSupervisor, { eval: true, execArgv: [] }).unref();

  return {
    onInterruption(callback) {
      const onMessage = ({ stop }: SupervisorMessage) => callback(stop);
      const letOutputGo = onOutputError(callback);
      process.once("message", onMessage);
      process.channel?.unref();
      say({ listening: true });
      return () => {
        letOutputGo();
        process.off("message", onMessage);
        say({ listening: false });
      };
    },
    onRun(directory) {
      say({ run: directory });
      return watchForEarlyEnd(directory);
    },
  };
}

const endWithSupervisor = `
  const { Socket } = require("node:net");
  const end = () => process.kill(process.pid, "SIGKILL");
  new Socket({ fd: ${supervisorPipe} }).on("error", end).on("close", end).resume();
`;

function say(message: TrainerMessage): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => {});
}
