import type { Inquiry, Watched } from "./inquiry.ts";
import { nodeModule } from "./node-modules.ts";

/** Hears every message to the thread that calls this. Returns what ends that. */
export function listen(hear: (message: unknown) => void): () => void {
  const port = nodeModule("node:worker_threads")?.parentPort;
  if (port) {
    const listener = (message: unknown) => {
      if (isInquiry(message)) port.postMessage(true);
      // Node hands over up to a thousand messages in a row, and no timer of the thread runs between them.
      else setImmediate(hear, message);
    };
    port.on("message", listener);
    // A thread whose port is closed ends. Deno's port cannot be closed.
    return () => port.off("message", listener);
  }
  addEventListener("message", async ({ data }) => {
    if (isInquiry(data)) postMessage(await (data.kind === "watch" ? watch(data.watched) : hold(data.lock!)));
    else hear(data);
  });
  return close;
}

function isInquiry(message: unknown): message is Inquiry {
  const { kind } = message as { readonly kind?: unknown };
  return kind === "greeting" || kind === "watch";
}

/** Holds a lock until the thread ends. Resolves to whether it could get it, which some pages forbid. */
function hold(name: string): Promise<boolean> {
  return new Promise((resolve) => {
    const held = navigator.locks.request(name, () => {
      resolve(true);
      return new Promise(() => {});
    });
    held.catch(() => resolve(false));
  });
}

/** Sets the words of threads when they end: the browser then gives their locks away. */
async function watch(watched: readonly Watched[]): Promise<boolean> {
  for (const { lock, ended } of watched) void navigator.locks.request(lock, () => Atomics.store(ended, 0, 1));
  return true;
}

/**
 * Calls back with an error that ends the calling thread, or that was not caught in it; possibly more than once.
 * In Node the thread ends by it.
 */
export function onUncaught(callback: (error: unknown) => void): void {
  if (nodeModule("node:worker_threads")) {
    process.on("uncaughtExceptionMonitor", (error) => {
      if (process.listenerCount("uncaughtException") === 0) callback(error);
    });
    process.on("exit", () => callback(new Error("workers: process.exit() was called in one of them")));
    return;
  }
  addEventListener("error", ({ error, message }) => callback(error ?? new Error(message)));
  addEventListener("unhandledrejection", ({ reason }) => callback(reason));
}
