import type { ThreadPool } from "./thread-pool.ts";

/**
 * thread-pool.ts where a bundler makes a program for pages (`browser` in package.json): no thread starts there while this
 * one is busy, so a program that does not start workers needs none of their code.
 */
export function createThreadPool(): ThreadPool {
  return {
    begin() {
      throw new Error("workers: they must be started first: await startWorkers()");
    },
  };
}
