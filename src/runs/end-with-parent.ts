import { Worker } from "node:worker_threads";

/**
 * Ends this process at once when the one that started it has ended, whatever this one is doing then.
 *
 * @param pipe the file descriptor of a pipe from that process, into which nothing is ever written: it ends when that
 *   process does
 */
export function endWithParent(pipe: number): void {
  // In a thread of its own, which notices also while this one is busy.
  new Worker(watchPipe(pipe), { eval: true, execArgv: [] }).unref();
}

const watchPipe = (pipe: number) => `
  const { Socket } = require("node:net");
  const end = () => process.kill(process.pid, "SIGKILL");
  new Socket({ fd: ${pipe} }).on("error", end).on("close", end).resume();
`;
