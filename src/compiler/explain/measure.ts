import type { Instruction } from "../listing.ts";

/** Microseconds of each instruction: the median of so many runs of all of them, less what the clock itself takes. */
export function measure(instructions: readonly Instruction[], runs: number): number[] {
  const times = instructions.map(() => new Float64Array(runs));
  const clock = new Float64Array(runs);
  for (let run = 0; run < runs; run++) {
    let before = performance.now();
    clock[run] = performance.now() - before;
    instructions.forEach((instruction, index) => {
      before = performance.now();
      instruction.run();
      times[index][run] = performance.now() - before;
    });
  }
  const overhead = median(clock);
  return times.map((list) => 1000 * Math.max(0, median(list) - overhead));
}

const median = (values: Float64Array) => values.toSorted()[Math.floor(values.length / 2)];
