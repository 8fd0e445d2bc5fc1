import { describe, expect, it } from "vitest";
import { columns, formatCount, formatReturn, formatSeconds } from "../../../src/cli/display/format.ts";

describe("numbers", () => {
  it.each([
    [formatCount(1_234_567.4), "1,234,567"],
    [formatReturn(487.456), "487.5"],
    [formatReturn(-0.04), "0.0"],
    [formatReturn(Number.NaN), "–"],
    [formatReturn(Number.POSITIVE_INFINITY), "∞"],
    [formatReturn(Number.NEGATIVE_INFINITY), "-∞"],
    [formatSeconds(0.04), "0.0 s"],
    [formatSeconds(9.94), "9.9 s"],
    [formatSeconds(9.96), "10 s"],
    [formatSeconds(59.6), "1 min 0 s"],
    [formatSeconds(200), "3 min 20 s"],
    [formatSeconds(3599.7), "1 h 0 min"],
    [formatSeconds(7500), "2 h 5 min"],
  ])("%s", (text, expected) => {
    expect(text).toBe(expected);
  });
});

describe("columns", () => {
  it("lines the cells up and leaves no spaces at the ends", () => {
    expect(
      columns([
        ["a", "bbb", "c"],
        ["aaaa", ""],
        ["aa", "b", "cc"],
      ]),
    ).toEqual(["a     bbb  c", "aaaa", "aa    b    cc"]);
  });
});
