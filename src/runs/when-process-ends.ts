/** What is called when this process, or this thread, ends while it waits for something. */
type Callback = (error: Error) => void;

const callbacks = new Set<Callback>();
let uncaught: unknown;

/**
 * Calls back when the process ends before `done` is called: by `process.exit()`, by an error that nobody catches, or
 * because there is nothing left to wait for. What the callback does must be synchronous. Not when a signal ends it.
 *
 * @returns `done`
 */
export function whenProcessEnds(callback: Callback): () => void {
  if (callbacks.size === 0) {
    process.on("exit", onExit);
    process.on("uncaughtExceptionMonitor", onUncaught);
  }
  callbacks.add(callback);
  return () => {
    callbacks.delete(callback);
    if (callbacks.size > 0) return;
    process.off("exit", onExit);
    process.off("uncaughtExceptionMonitor", onUncaught);
  };
}

function onUncaught(error: unknown): void {
  if (process.listenerCount("uncaughtException") === 0) uncaught = error;
}

function onExit(code: number): void {
  const error =
    code !== 0 && uncaught !== undefined
      ? new Error(`nobody caught an error: ${uncaught instanceof Error ? uncaught.message : uncaught}`)
      : new Error(`the process ended before the run did, with exit code ${code}`);
  for (const callback of callbacks) callback(error);
}
