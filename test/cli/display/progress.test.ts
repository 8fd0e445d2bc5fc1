import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Progress, progressLine } from "../../../src/cli/display/progress.ts";
import { createReturnHistory } from "../../../src/cli/display/return-history.ts";

function progress(means: readonly number[]): Progress {
  const history = createReturnHistory();
  for (const meanReturn of means) history.add({ count: 60, meanReturn });
  return { steps: 40_000, totalSteps: 100_000, seconds: 0.5, history };
}

describe("progressLine", () => {
  it("tells steps, return with its curve, speed and time left", () => {
    expect(progressLine(progress([10, 20, 30, 40, 50, 60, 70, 80]), 200)).toBe(
      "40,000 of 100,000 steps  return 75.0  ▁▂▃▄▅▆▇█  80,000 steps/s  0.8 s left",
    );
  });

  it.each([
    [80, "40,000 of 100,000 steps  return 75.0  ▁▂▃▄▅▆▇█  80,000 steps/s  0.8 s left"],
    [65, "40,000 of 100,000 steps  return 75.0  80,000 steps/s  0.8 s left"],
    [60, "40,000 of 100,000 steps  return 75.0  ▁▂▄▅▆█  80,000 steps/s"],
    [40, "40,000 of 100,000 steps  return 75.0"],
    [30, "40,000 of 100,000 steps"],
    [10, "40,000 of "],
    [0, ""],
  ])("leaves out what matters least in %i columns", (width, line) => {
    expect(progressLine(progress([10, 20, 30, 40, 50, 60, 70, 80]), width)).toBe(line);
  });

  it("has no return before the first episode has ended", () => {
    expect(progressLine(progress([]), 80)).toBe(
      "40,000 of 100,000 steps  return –  80,000 steps/s  0.8 s left",
    );
  });

  it("is never wider than asked for", () => {
    const means = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }));
    fc.assert(
      fc.property(means, fc.integer({ min: -1, max: 200 }), (means, width) => {
        expect(progressLine(progress(means), width).length).toBeLessThanOrEqual(Math.max(0, width));
      }),
    );
  });
});

describe("the return history", () => {
  it("averages over the last hundred episodes or a few more, each counted once", () => {
    const history = createReturnHistory();
    expect(history.recent()).toBeNaN();
    history.add({ count: 1000, meanReturn: 1 });
    history.add({ count: 0, meanReturn: Number.NaN });
    history.add({ count: 30, meanReturn: 10 });
    expect(history.recent()).toBeCloseTo((1000 * 1 + 30 * 10) / 1030);
    history.add({ count: 90, meanReturn: 30 });
    expect(history.recent()).toBeCloseTo((30 * 10 + 90 * 30) / 120);
    expect(history.means).toEqual([1, 10, 30]);
  });
});
