import fc from "fast-check";
import { expect, test } from "vitest";
import { guideTable } from "../../../src/estimators/samples/guide-table.ts";

const largestBelowOne = 1 - 2 ** -53;
const uniform = fc.oneof(
  fc.double({ min: 0, max: largestBelowOne, noNaN: true }),
  fc.integer({ min: 0, max: 1023 }).map((slice) => slice / 1024),
  fc.constantFrom(0, largestBelowOne),
);
/** Some of them tiny or 0. */
const weights = fc
  .array(
    fc.oneof(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1e-5, noNaN: true }),
      fc.constant(0),
    ),
    { minLength: 1, maxLength: 1024 },
  )
  .filter((list) => list.some((weight) => weight > 1e-300));

test("a guide table chooses the first value whose running sum is above u times their total", () => {
  fc.assert(
    fc.property(weights, fc.array(uniform, { minLength: 1, maxLength: 50 }), (list, uniforms) => {
      const total = list.reduce((sum, weight) => sum + weight, 0);
      const probabilities = Float64Array.from(list, (weight) => weight / total);
      const choose = guideTable(probabilities)!;
      const sums = probabilities.slice();
      for (let i = 1; i < sums.length; i++) sums[i]! += sums[i - 1]!;
      for (const u of uniforms) {
        const value = choose(u);
        expect(value).toBe(sums.findIndex((sum) => sum > u * sums.at(-1)!));
        expect(probabilities[value]).toBeGreaterThan(0);
      }
    }),
  );
});

test("there is no guide table for numbers that do not sum to 1", () => {
  expect(guideTable(Float64Array.of(0.5, 0.4))).toBeUndefined();
  expect(guideTable(Float64Array.of(0.5, Number.NaN))).toBeUndefined();
});
