import { expect, it } from "vitest";
import { goRules } from "../../../src/games/go/index.ts";
import { gnuGo } from "../../../src/go/index.ts";

const rules = goRules();

it("GNU Go is refused at a level or with a seed that it does not have", () => {
  for (const seed of [-1, 0.5, Number.NaN])
    expect(() => gnuGo({ rules, level: 1, seed })).toThrow(
      `gnuGo: seed is ${seed}; it must be an integer from 0`,
    );
  expect(() => gnuGo({ rules, level: 1, seed: 2 ** 31 })).toThrow(
    "gnuGo: seed is 2147483648; it must be at most 2^31 − 1",
  );
  expect(() => gnuGo({ rules, level: 11, seed: 0 })).toThrow("gnuGo: level is 11; it must be at most 10");
  expect(gnuGo({ rules, level: 1, seed: 2 ** 31 - 1 }).command).toContain("2147483647");
});
