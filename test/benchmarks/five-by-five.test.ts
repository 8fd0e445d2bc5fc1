import { describe, expect, test } from "vitest";
import { centerProbability, judge, playerOf, trainFiveByFive } from "../../benchmarks/go/five-by-five.ts";
import { randomPlayer } from "../../src/go/index.ts";

describe("the benchmark of Go on 5×5", () => {
  test("trains by self-play and judges, in a training too short to take the whole board", async () => {
    const policy = trainFiveByFive({ steps: 1500, seed: 1 });
    expect(centerProbability(policy)).toBeGreaterThan(0);
    expect(centerProbability(policy)).toBeLessThan(0.5);
    const { games, whole, different } = await judge(policy, playerOf(randomPlayer), 10);
    expect(games).toBe(10);
    expect(whole).toBeLessThan(8);
    expect(different).toBe(10);
  });
});
