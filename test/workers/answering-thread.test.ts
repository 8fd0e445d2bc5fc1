import { describe, expect, it } from "vitest";
import { type Require, startAnsweringThread } from "../../src/workers/index.ts";

/**
 * Answers a number with its square after as many milliseconds. 20 ms later it notifies once more, as a thread does that is
 * interrupted between telling of an answer and notifying of it. Negative numbers have no answer, 13 throws, 14 throws what is no
 * error, and 15 ends the thread.
 */
function square(load: Require): (milliseconds: number) => Promise<number> | undefined {
  const { signal } = (load as NodeJS.Require)("node:worker_threads").workerData;
  return (milliseconds) => {
    if (milliseconds < 0) return undefined;
    return new Promise((resolve) =>
      setTimeout(() => {
        if (milliseconds === 13) throw new Error("13 is refused");
        if (milliseconds === 14) throw null;
        if (milliseconds === 15) process.exit();
        resolve(milliseconds ** 2);
        setTimeout(() => Atomics.notify(signal, 0), 20);
      }, milliseconds),
    );
  };
}

describe("a thread that is waited for", () => {
  it("is waited for until its answer is there, also when the notification of the one before is late", () => {
    const thread = startAnsweringThread(square)!;
    const asked = [1, 200, 2, 150, 0];
    expect(asked.map((milliseconds) => thread.ask(milliseconds, 30_000))).toEqual(
      asked.map((milliseconds) => milliseconds ** 2),
    );
  });

  it("is ended when it has not answered within the limit", () => {
    const thread = startAnsweringThread(square)!;
    thread.tell(-1);
    expect(thread.ask(3, 30_000)).toBe(9);
    expect(() => thread.ask(-1, 100)).toThrow("there was no answer within 0.1 s");
  });

  it.each([
    [13, "13 is refused"],
    [14, "null"],
    [15, "it was ended from within"],
  ])("says at once what was thrown in it, or that it has ended: %s", (asked, message) => {
    const thread = startAnsweringThread(square)!;
    expect(thread.ask(3, 30_000)).toBe(9);
    expect(() => thread.ask(asked, 30_000)).toThrow(message);
  });
});
