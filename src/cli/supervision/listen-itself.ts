import type { Interruption } from "../command.ts";
import { onOutputError } from "../display/output-error.ts";
import { announceStop } from "./announce-stop.ts";
import { watchForEarlyEnd } from "./early-end.ts";
import type { Listening } from "./supervised.ts";
import { signals } from "./supervision.ts";

/**
 * Listens to signals in the process that trains, for when no other one does. It hears them between two updates, and lets
 * go after the first of them: the next one then ends the process at once, as it does in any program.
 */
export const listenItself: Listening = {
  onInterruption(callback) {
    const interrupt = (reason: Interruption) => {
      letGo();
      if (reason === "SIGINT") announceStop();
      callback(reason);
    };
    const letOutputGo = onOutputError(interrupt);
    const handlers = signals.map((signal) => [signal, () => interrupt(signal)] as const);
    for (const [signal, handler] of handlers) process.on(signal, handler);
    const letGo = () => {
      letOutputGo();
      for (const [signal, handler] of handlers) process.off(signal, handler);
    };
    return letGo;
  },
  onRun: watchForEarlyEnd,
};
