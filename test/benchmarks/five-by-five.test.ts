import { describe, expect, test } from "vitest";
import {
  centerProbability,
  gnuGoAfterAnyAnswer,
  judge,
  playerOf,
  trainFiveByFive,
} from "../../benchmarks/go/five-by-five.ts";
import { loadNetworks, randomPlayer } from "../../src/go/index.ts";
import { hasGnuGo } from "../gnu-go.ts";

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

describe("the policy for 5×5 in models/", () => {
  const file = new URL("../../models/go-5x5.safetensors", import.meta.url).pathname;
  const { policy } = loadNetworks(file, { search: false });

  test("opens in the centre", () => {
    expect(centerProbability(policy)).toBeGreaterThan(0.95);
  });

  test("takes the whole board from a player that draws its moves", async () => {
    expect(await judge(policy, playerOf(randomPlayer), 5)).toEqual({ games: 5, whole: 5, different: 5 });
  });

  test.skipIf(!hasGnuGo)(
    "takes the whole board from GNU Go, level 10, whatever its first answer (apt-get install gnugo)",
    async () => {
      expect(await judge(policy, gnuGoAfterAnyAnswer(10), 3)).toMatchObject({ games: 3, whole: 3 });
    },
  );
});
