import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildForNode, newFolder, removeFolder, runScenario } from "./build-scenarios.ts";

const folder = newFolder();
beforeAll(() => buildForNode(folder));
afterAll(() => removeFolder(folder));

describe("the threads of trainings", () => {
  it.skipIf(!existsSync("/proc/self/task"))(
    "are no more for sixty trainings that were dropped than for one, and end when these are collected",
    async () => {
      const { one, all, collected } = await runScenario(folder, "threadsOfDropped", 60, {
        flags: ["--expose-gc"],
      });
      expect(one).toBe(1);
      expect(all).toBe(1);
      expect(collected).toBe(0);
    },
  );

  it("are shared by trainings whose updates take turns, which changes no weight", async () => {
    const [interleaved, expected] = await Promise.all(
      ["interleaved", "oneAfterTheOther"].map((scenario) => runScenario(folder, scenario)),
    );
    expect(interleaved).toEqual(expected);
    expect(new Set(expected).size).toBe(2);
  });

  it("are others for a training that begins in a step of another; one that shares them says that they are busy", async () => {
    const { inner, busy, outer } = await runScenario(folder, "nested");
    expect([inner, outer]).toEqual([4, 4]);
    expect(busy).toMatch(
      /^workers: they are busy with a step of another training, in which this one is asked/,
    );
  });
});

describe("workers that were started", () => {
  it("say at once that they are busy with another training, and take the next when that has ended", async () => {
    const { busy, milliseconds, goesOn, second } = await runScenario(folder, "secondOnBusy");
    expect(busy).toMatch(
      /^workers: they are busy with another training, which has not ended: leave its loop/,
    );
    expect(milliseconds).toBeLessThan(2000);
    expect([goesOn, second]).toEqual([2, 1]);
  });

  it("say that they were closed when a training asks for more", async () => {
    for (const message of await runScenario(folder, "closedWorkers")) {
      expect(message).toBe("workers: worker 1 was stopped by close(); start others with startWorkers()");
    }
  });
});
