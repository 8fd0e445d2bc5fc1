import { describe, expect, test } from "vitest";
import { compareWithGnuGo } from "../../../scripts/compare-with-gnu-go/compare.ts";
import { goRules } from "../../../src/games/index.ts";
import { hasGnuGo } from "../../gnu-go.ts";

/** A small run of scripts/compare-with-gnu-go.ts. */
describe.skipIf(!hasGnuGo)("GNU Go", () => {
  test.each([
    [3, "positional-superko", "allowed"],
    [5, "simple", "forbidden"],
    [5, "situational-superko", "forbidden"],
  ] as const)(
    "has the same legal moves, stones and prisoners in random games, with size %i, %s and suicide %s",
    async (size, ko, suicide) => {
      const rules = goRules({ size, ko, suicide });
      const found = await compareWithGnuGo(rules, { positions: 60, seed: 1, finished: false });
      expect(found.positions).toBe(60);
      expect(found.captures).toBeGreaterThan(0);
    },
  );

  test("counts the same area in finished games", async () => {
    const found = await compareWithGnuGo(goRules({ size: 5 }), { positions: 3, seed: 1, finished: true });
    expect(found.scores).toBe(3);
  });
});
