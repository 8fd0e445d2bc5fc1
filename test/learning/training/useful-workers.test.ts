import { describe, expect, it } from "vitest";
import { usefulWorkers } from "../../../src/learning/training/useful-workers.ts";

describe("the number of workers that are of use", () => {
  const large = { steps: 10_000_000, hidden: [64, 64] };

  it("is that of the shards of a gradient, a power of two of 256 rows or more each", () => {
    expect(usefulWorkers({ passes: 10, rows: 4096 }, large)).toBe(16);
    expect(usefulWorkers({ passes: 10, rows: 1024 }, large)).toBe(4);
    expect(usefulWorkers({ passes: 10, rows: 64 }, large)).toBe(1);
  });

  it("is 1 where a training is short, and where an algorithm says nothing of its work", () => {
    expect(usefulWorkers({ passes: 10, rows: 4096 }, { ...large, steps: 10_000 })).toBe(1);
    expect(usefulWorkers(undefined, large)).toBe(1);
  });

  it("is that of the shards that an algorithm names, however short the training is", () => {
    expect(usefulWorkers({ shards: 64 }, { ...large, steps: 1 })).toBe(64);
  });
});
