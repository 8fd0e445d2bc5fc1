import { expect, test } from "vitest";
import { figure } from "../../benchmarks/markdown.ts";
import { median } from "../../benchmarks/timing.ts";

test("the median is the middle value, or the mean of the two", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([10, 1, 2, 4])).toBe(3);
});

test("figures have three digits that count, and no fewer than stand before the point", () => {
  expect([0.5123, 0.051234, 20.84, 104.6, 1419.3, 0].map(figure)).toEqual([
    "0.512",
    "0.0512",
    "20.8",
    "105",
    "1,419",
    "0.00",
  ]);
});
