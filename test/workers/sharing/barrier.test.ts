import { Worker } from "node:worker_threads";
import { buildSync } from "esbuild";
import { describe, expect, it } from "vitest";
import { createBarrier } from "../../../src/workers/sharing/barrier.ts";
import { type Member, numbersStart } from "../barrier-member.ts";

const memoryFor = (size: number) => new SharedArrayBuffer(numbersStart + 4 * size);

describe("a barrier", () => {
  it("lets one member pass alone, again and again", () => {
    const barrier = createBarrier(memoryFor(1), 1);
    for (let i = 0; i < 3; i++) expect(barrier.wait()).toBe("passed");
  });

  it("is left when the inquiry, which is repeated, answers so", () => {
    let asked = 0;
    expect(createBarrier(memoryFor(2), 2).wait(() => ++asked === 2)).toBe("given up");
    expect(asked).toBe(2);
  });

  it("stays ended, and no member waits there any more", () => {
    const memory = memoryFor(2);
    createBarrier(memory, 2).end();
    const barrier = createBarrier(memory, 2);
    expect([barrier.wait(), barrier.wait()]).toEqual(["ended", "ended"]);
    expect(barrier.hasEnded()).toBe(true);
  });

  it("shows each member what the others wrote before, round after round", async () => {
    const rounds = 300;
    const size = 3;
    const memory = memoryFor(size);
    const others = [1, 2].map((rank) => startMember({ memory, size, rank, rounds }));
    const barrier = createBarrier(memory, size);
    const numbers = new Int32Array(memory, numbersStart, size);
    for (let round = 1; round <= rounds; round++) {
      numbers[0] = round;
      expect(barrier.wait(within(30_000))).toBe("passed");
      expect(Array.from(numbers)).toEqual([round, round, round]);
      expect(barrier.wait(within(30_000))).toBe("passed");
    }
    expect(await Promise.all(others)).toEqual([rounds, rounds]);
  });

  it("ends the wait of each member when it is ended", async () => {
    const memory = memoryFor(2);
    const member = startMember({ memory, size: 2, rank: 1, rounds: 1 });
    const numbers = new Int32Array(memory, numbersStart, 2);
    while (Atomics.load(numbers, 1) === 0) await later(5);
    await later(50); // longer than it spins before it waits
    createBarrier(memory, 2).end();
    expect(await member).toBe("ended");
  });
});

/** For a wait that ends when it takes too long. */
function within(milliseconds: number): () => boolean {
  const end = performance.now() + milliseconds;
  return () => performance.now() > end;
}

const later = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const entry = new URL("../barrier-member.ts", import.meta.url).pathname;
const code = buildSync({ entryPoints: [entry], bundle: true, platform: "node", write: false }).outputFiles[0]
  .text;

/** Resolves to the number of rounds in which the member has seen all numbers, or to what else the barrier said. */
function startMember(member: Member): Promise<unknown> {
  const worker = new Worker(code, { eval: true, workerData: member });
  return new Promise((resolve, reject) => {
    worker.once("message", resolve).once("error", reject);
  });
}
