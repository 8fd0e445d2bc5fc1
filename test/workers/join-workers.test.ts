import { describe, expect, it } from "vitest";
import { startWorkers } from "../../src/workers/workers.ts";

/** A module for threads, from its source. */
const moduleOf = (source: string) => ({
  url: new URL(`data:text/javascript,${encodeURIComponent(source)}`),
  start: (): Worker => {
    throw new Error("only in Node");
  },
});

describe("a worker that ends without a message", () => {
  it("ends the task with an error that names it", async () => {
    const silent = moduleOf(`
      import { parentPort } from "node:worker_threads";
      // Not at the greeting: this thread could hear of the end before it looks for it.
      parentPort.on("message", ({ kind }) => {
        if (kind !== "greeting") process.exit();
      });
      parentPort.postMessage("ready");
    `);
    const team = (await startWorkers(silent, 2)).begin({});
    expect(() => team.barrier()).toThrow(/^workers: worker 1 has ended without a word/);
    team.leave();
  });
});
