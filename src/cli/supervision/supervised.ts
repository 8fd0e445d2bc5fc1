import { endWithParent } from "../../runs/end-with-parent.ts";
import type { CommandContext } from "../command.ts";
import { onOutputError } from "../display/output-error.ts";
import { watchForEarlyEnd } from "./early-end.ts";
import { type SupervisorMessage, signals, supervisorPipe, type TrainerMessage } from "./supervision.ts";

/** What a command learns of its process from outside. */
export type Listening = Required<Pick<CommandContext, "onInterruption" | "onRun">>;

/** Leaves all signals to the process that listens, and ends with it. */
export function listenToSupervisor(): Listening {
  for (const signal of signals) process.on(signal, () => {});
  endWithParent(supervisorPipe);

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

function say(message: TrainerMessage): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => {});
}
