import { isatty } from "node:tty";

const isTerminal = () => [0, 1, 2].some((file) => isatty(file));

/** Whether the program was started in a terminal, which may be closed since. */
const hadTerminal = isTerminal();

/**
 * Ends the process when its terminal was closed, as the signal that tells of it does. Otherwise Node ends by aborting,
 * since it cannot give the terminal back its settings.
 */
export function endWithTerminal(): void {
  if (!hadTerminal || isTerminal()) return;
  process.removeAllListeners("SIGHUP");
  process.kill(process.pid, "SIGHUP");
}
