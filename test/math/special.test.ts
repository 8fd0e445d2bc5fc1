import { describe, expect, test } from "vitest";
import * as math from "../../src/math/index.ts";
import values from "./special.json" with { type: "json" };

const functions: Readonly<Record<string, (x: number, second: number) => number>> = math;

/** The largest relative error allowed. */
const allowed = (name: string, [, second]: readonly number[]) =>
  name === "logGammaSlope"
    ? 1e-8
    : name === "stirlingError" && second > 1
      ? 1e-11
      : name === "besselRatioComplement"
        ? 3e-14
        : 2e-15;

describe.each(Object.keys(values) as (keyof typeof values)[])("%s", (name) => {
  test("is the value that more precision gives, rounded", () => {
    const f = functions[name] as (...x: number[]) => number;
    for (const row of values[name]) {
      const [x, value] = [row.slice(0, -1), row.at(-1)!];
      const error = value === 0 ? Math.abs(f(...x)) : Math.abs(f(...x) / value - 1);
      expect(error, `${name}(${x}) = ${f(...x)}, not ${value}`).toBeLessThan(allowed(name, x));
    }
  });
});

describe("at the ends", () => {
  test.each([
    [math.logGamma, 0, Infinity],
    [math.logGamma, Infinity, Infinity],
    [math.logGamma, -0.5, Number.NaN],
    [math.logGamma, Number.NaN, Number.NaN],
    [math.digamma, 0, -Infinity],
    [math.digamma, -1, Number.NaN],
    [math.erf, Infinity, 1],
    [math.erf, -Infinity, -1],
    [math.erf, Number.NaN, Number.NaN],
    [math.erfc, Infinity, 0],
    [math.erfc, -Infinity, 2],
    [math.erfc, 30, 0],
    [math.erfcx, Infinity, 0],
    [math.erfcx, Number.NaN, Number.NaN],
    [math.erfcx, -30, Infinity],
    [math.logNormalCdf, Infinity, -0],
    [math.logNormalCdf, -Infinity, -Infinity],
    [math.logNormalCdf, Number.NaN, Number.NaN],
    [math.inverseMillsRatio, Infinity, 0],
    [math.inverseMillsRatio, -Infinity, Infinity],
    [math.logScaledBesselI0, 0, 0],
    [math.logScaledBesselI0, Infinity, -Infinity],
    [math.logScaledBesselI0, -1, Number.NaN],
    [math.besselRatioComplement, 0, 1],
    [math.besselRatioComplement, Infinity, 0],
    [math.stirlingError, 0, Infinity],
    [math.stirlingError, Infinity, 0],
    [math.stirlingError, -1, Number.NaN],
  ] as [(x: number) => number, number, number][])("%o(%d) is %d", (f, x, value) => {
    expect(f(x)).toBe(value);
  });
});

describe("stirlingError near 0, where 1/x overflows", () => {
  test.each([1e-300, 4e-309, 1e-310, 5e-324])("has its leading term at %d", (x) => {
    const logarithm = Math.log(x * 2 ** 100) - 100 * Math.LN2;
    expect(math.stirlingError(x)).toBeCloseTo(-0.5 * (logarithm + Math.log(2 * Math.PI)), 11);
    const slope = -0.5 / x;
    if (slope === -Infinity) expect(math.stirlingError(x, 1)).toBe(slope);
    else expect(math.stirlingError(x, 1) / slope).toBeCloseTo(1, 13);
    expect([1, 2, 3, 4].map((order) => Math.sign(math.stirlingError(x, order)))).toEqual([-1, 1, -1, 1]);
  });
});
