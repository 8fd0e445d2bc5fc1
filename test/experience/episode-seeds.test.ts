import fc from "fast-check";
import { expect, test } from "vitest";
import { environmentSeed } from "../../src/environments/index.ts";
import { episodeSeed, firstCopy, numberOfBeginning } from "../../src/experience/evaluation/episode-seeds.ts";

test("no beginning that a training counts is one of an evaluation's, and no two are the same", () => {
  const counted = fc.oneof(
    fc.nat(2 * firstCopy),
    fc.maxSafeNat().map((n) => n % 2 ** 45),
  );
  fc.assert(
    fc.property(counted, fc.nat(2 ** 31), (beginning, episode) => {
      const number = numberOfBeginning(beginning);
      expect(number === firstCopy + episode).toBe(false);
      expect(numberOfBeginning(beginning + 1)).toBeGreaterThan(number);
    }),
  );
  const beginnings = [firstCopy - 1, firstCopy, firstCopy + 1].map((n) =>
    environmentSeed(0, numberOfBeginning(n)),
  );
  const episodes = [0, 1, 2].map((episode) => episodeSeed(0, episode));
  expect(new Set([...beginnings, ...episodes]).size).toBe(6);
});
