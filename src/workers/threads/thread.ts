/** A thread that runs a module. */
export interface Thread {
  /**
   * Resolves when its module has answered: from then on, what is sent reaches it while this thread is busy. In Node that
   * holds from the beginning. Rejects when the thread ends before.
   */
  readonly ready: Promise<unknown>;
  send(message: unknown): void;
  /** Lets the program end without it. */
  unref(): void;
  /** Stops it, whatever it is doing. */
  stop(): void;
  /** How it has ended, if it has: "was …" or "has …". Known while this thread is busy, too. */
  end(): string | undefined;
}

/** A module that threads run: it calls `listen`. */
export interface ThreadModule {
  readonly url: URL;
  /** Starts it as a browser's worker: bundlers look for `new Worker(new URL("…", import.meta.url), …)`. */
  start(): Worker;
}

/** How a thread has ended that was stopped. */
export const stopped = "was stopped by close(); start others with startWorkers()";
