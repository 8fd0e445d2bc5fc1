import { describe, expect, it } from "vitest";
import { startAnsweringThread, type ThreadPort } from "../../src/workers/index.ts";

/**
 * Answers a number with its square after as many milliseconds, and not at all where it is negative. It notifies once more
 * 20 ms after the answer, as a thread does that is interrupted between telling of an answer and notifying of it.
 */
function square(port: ThreadPort<number, number>, signal: Int32Array): void {
  port.on("message", (milliseconds) => {
    if (milliseconds < 0) return;
    setTimeout(() => {
      port.postMessage(milliseconds ** 2);
      Atomics.store(signal, 0, 1);
      Atomics.notify(signal, 0);
      setTimeout(() => Atomics.notify(signal, 0), 20);
    }, milliseconds);
  });
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
    expect(thread.ask(3, 30_000)).toBe(9);
    expect(() => thread.ask(-1, 100)).toThrow("the thread that answers has not done so for 0.1 s");
  });
});
