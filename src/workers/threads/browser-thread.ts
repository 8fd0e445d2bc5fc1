import type { Inquiry, Watched } from "./inquiry.ts";
import { stopped, type Thread, type ThreadModule } from "./thread.ts";

/** A thread of a browser, and how another one can find out that it has ended. */
export interface BrowserThread extends Thread {
  /** Resolves to whether the thread holds its lock. */
  readonly ready: Promise<boolean>;
  readonly watched: Watched;
}

export function startInBrowser({ start }: ThreadModule): BrowserThread {
  const worker = start();
  const lock = `logpi worker ${crypto.randomUUID()}`;
  const ended = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  let end: string | undefined;
  return {
    // A running module is not enough: until this thread has received that the module was evaluated, Chromium keeps
    // messages here, permanently if this thread becomes busy. An answer shows that messages arrive.
    ready: answerOf(worker, { kind: "greeting", lock }),
    watched: { lock, ended },
    send: (message) => worker.postMessage(message),
    unref() {},
    stop() {
      end ??= stopped;
      worker.terminate();
    },
    end() {
      if (Atomics.load(ended, 0) !== 0) {
        end ??=
          "has ended without a word, as one does that was closed or has run out of memory; " +
          "use smaller rollouts or fewer workers";
      }
      return end;
    },
  };
}

/**
 * Starts a thread that waits for the locks of others, and so notices their end; a busy thread of a browser cannot.
 * Resolves to what stops it.
 */
export async function watchThreads(
  module: ThreadModule,
  threads: readonly BrowserThread[],
): Promise<() => void> {
  const hold = await Promise.all(threads.map(({ ready }) => ready));
  const watched = threads.filter((_, index) => hold[index]).map(({ watched }) => watched);
  if (watched.length === 0) return () => {};
  const watcher = module.start();
  try {
    await answerOf(watcher, { kind: "watch", watched });
  } catch (error) {
    watcher.terminate();
    throw error;
  }
  return () => watcher.terminate();
}

function answerOf(worker: Worker, inquiry: Inquiry): Promise<boolean> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(`workers: ${message || "their module did not load"}`));
    worker.postMessage(inquiry);
  });
}
