// A thread of barrier.test.ts.
import { parentPort, workerData } from "node:worker_threads";
import { createBarrier } from "../../src/workers/sharing/barrier.ts";

/** The settings of a member. */
export interface Member {
  readonly memory: SharedArrayBuffer;
  readonly size: number;
  readonly rank: number;
  readonly rounds: number;
}

/** Where the members' numbers begin: behind what belongs to the barrier. */
export const numbersStart = 256;

/** In each round it writes the round's number in its place, meets the others, looks at theirs, and meets them again. */
function takePart({ memory, size, rank, rounds }: Member): number | string {
  const barrier = createBarrier(memory, size);
  const numbers = new Int32Array(memory, numbersStart, size);
  let seen = 0;
  for (let round = 1; round <= rounds; round++) {
    numbers[rank] = round;
    const outcome = barrier.wait();
    if (outcome !== "passed") return outcome;
    if (numbers.every((number) => number === round)) seen++;
    barrier.wait();
  }
  return seen;
}

parentPort?.postMessage(takePart(workerData));
