import { lead } from "./lead.ts";
import type { Team } from "./team.ts";
import { type BrowserThread, watchThreads } from "./threads/browser-thread.ts";
import { nodeModule } from "./threads/node-modules.ts";
import { startThread } from "./threads/start-thread.ts";
import type { ThreadModule } from "./threads/thread.ts";

/** Threads that do what this one does, on shares of the data. */
export interface Workers {
  /** The number of threads, this one included. */
  readonly size: number;
  /**
   * Gives all of them a task, and makes this thread the member of rank 0 of a team.
   *
   * @throws Error while another team of theirs has not ended
   */
  begin(task: unknown): Team;
  /** Ends them. */
  close(): void;
}

/**
 * Starts `size - 1` threads that do one task after another. They do not keep a program from ending. Resolves when all
 * have answered; when one of them fails to, none is left.
 */
export async function startWorkers(module: ThreadModule, size: number): Promise<Workers> {
  const threads = Array.from({ length: size - 1 }, () => startThread(module));
  let stopWatching = () => {};
  const close = () => {
    for (const thread of threads) thread.stop();
    stopWatching();
  };
  try {
    await Promise.all(threads.map(({ ready }) => ready));
    const inBrowser = nodeModule("node:worker_threads") === undefined;
    if (inBrowser) stopWatching = await watchThreads(module, threads as BrowserThread[]);
  } catch (error) {
    close();
    throw error;
  }
  for (const thread of threads) thread.unref();

  let isBusy = false;
  return {
    size,
    begin(task) {
      if (isBusy) {
        throw new Error(
          "workers: they are busy with another training, which has not ended: leave its loop or call return() of its " +
            "iterator first, or start more of them with startWorkers()",
        );
      }
      const team = lead(threads, task, () => {
        isBusy = false;
      });
      isBusy = true;
      return team;
    },
    close,
  };
}
