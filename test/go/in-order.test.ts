import { setTimeout as delay } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inOrder } from "../../src/go/in-order.ts";

describe("tasks that run several at a time", () => {
  it("give their results in order, whatever ends first", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 3 })),
        fc.nat(5),
        fc.integer({ min: 1, max: 4 }),
        async (turns, from, parallel) => {
          let running = 0;
          let most = 0;
          const run = async (task: number) => {
            most = Math.max(most, ++running);
            for (let turn = 0; turn < turns[task - from]; turn++) await Promise.resolve();
            running--;
            return task;
          };
          const results: number[] = [];
          for await (const result of inOrder(from, from + turns.length, parallel, run)) results.push(result);
          expect(results).toEqual(turns.map((_, i) => from + i));
          expect(most).toBe(Math.min(parallel, turns.length));
        },
      ),
    );
  });

  it("fail in their turn, after the results before", async () => {
    const results: number[] = [];
    const run = async (task: number) => {
      if (task === 2) throw new Error("task 2");
      await delay(2);
      return task;
    };
    const all = async () => {
      for await (const result of inOrder(0, 5, 3, run)) results.push(result);
    };
    await expect(all()).rejects.toThrow("task 2");
    expect(results).toEqual([0, 1]);
  });

  it("are told to stop, and waited for, when nobody wants more results", async () => {
    const ended: number[] = [];
    const run = async (task: number, signal: AbortSignal) => {
      if (task > 0) await new Promise((resolve) => signal.addEventListener("abort", resolve));
      await delay(1);
      ended.push(task);
      return task;
    };
    for await (const result of inOrder(0, 9, 3, run)) {
      expect(result).toBe(0);
      break;
    }
    expect(ended.sort()).toEqual([0, 1, 2, 3]);
  });
});
