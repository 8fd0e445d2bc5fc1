import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sinCos } from "../../src/math/elementary/sin-cos.ts";
import { cos, exp, expm1, log, log1p, sin, tanh } from "../../src/math/index.ts";
import { ulpsBetween } from "./ulp.ts";
import values from "./values.json" with { type: "json" };

const functions = { sin, cos, exp, expm1, log, log1p, tanh };
type Name = keyof typeof functions;
const names = Object.keys(functions) as Name[];

/** The least share of correctly rounded results: what sets the table-driven functions apart. */
const leastCorrectlyRounded: Record<Name, number> = {
  sin: 0.98,
  cos: 0.98,
  exp: 0.98,
  expm1: 0.85,
  log: 0.85,
  log1p: 0.85,
  tanh: 0.85,
};

describe.each(names)("%s", (name) => {
  const f = functions[name];
  const cases = values[name] as [number, number][];

  test("is at most one float64 away from the correctly rounded value, and mostly it", () => {
    let correct = 0;
    for (const [x, value] of cases) {
      const distance = ulpsBetween(f(x), value);
      expect(distance, `${name}(${x})`).toBeLessThanOrEqual(1);
      if (distance === 0) correct += 1;
    }
    expect(correct / cases.length).toBeGreaterThan(leastCorrectlyRounded[name]);
  });

  test.each(sweeps(name))("stays within two float64 of Math on a dense sweep from %s to %s", (from, to) => {
    let worst = 0;
    const count = 50_000;
    for (let i = 0; i <= count; i += 1) {
      const x = from + ((to - from) * i) / count;
      worst = Math.max(worst, ulpsBetween(f(x), Math[name](x)));
    }
    expect(worst).toBeLessThanOrEqual(2);
  });
});

function sweeps(name: Name): [number, number][] {
  if (name === "log") return [[1e-3, 2], [0.9, 1.1], [2, 1e9]]; // biome-ignore format: pairs
  if (name === "log1p") return [[-0.999, 1], [-1e-6, 1e-6], [1, 1e9]]; // biome-ignore format: pairs
  if (name === "sin" || name === "cos") return [[-0.2, 0.2], [-Math.PI, Math.PI], [-1000, 1000]]; // biome-ignore format: pairs
  return [[-1, 1], [-20, 20], [-1e-6, 1e-6]]; // biome-ignore format: pairs
}

describe("at the ends", () => {
  test.each([
    [sin, -0, -0],
    [sin, Infinity, Number.NaN],
    [sin, Number.NaN, Number.NaN],
    [cos, -0, 1],
    [cos, -Infinity, Number.NaN],
    [exp, -0, 1],
    [exp, Infinity, Infinity],
    [exp, -Infinity, 0],
    [exp, 709.7827128933841, Infinity],
    [exp, -745.1, 5e-324],
    [exp, -745.2, 0],
    [exp, Number.NaN, Number.NaN],
    [expm1, -0, -0],
    [expm1, Infinity, Infinity],
    [expm1, -Infinity, -1],
    [expm1, Number.NaN, Number.NaN],
    [log, 0, -Infinity],
    [log, -0, -Infinity],
    [log, 1, 0],
    [log, -1, Number.NaN],
    [log, Infinity, Infinity],
    [log, Number.NaN, Number.NaN],
    [log1p, -0, -0],
    [log1p, -1, -Infinity],
    [log1p, -1.1, Number.NaN],
    [log1p, Infinity, Infinity],
    [log1p, Number.NaN, Number.NaN],
    [tanh, -0, -0],
    [tanh, Infinity, 1],
    [tanh, -Infinity, -1],
    [tanh, Number.NaN, Number.NaN],
  ])("%o(%d) is %d", (f, x, value) => {
    expect(f(x)).toBe(value);
  });
});

describe("symmetry", () => {
  const anyNumber = fc.double({ noNaN: true, noDefaultInfinity: true });

  test("sin and tanh are odd, cos is even, for every float64", () => {
    fc.assert(
      fc.property(anyNumber, (x) => {
        expect(sin(-x)).toBe(-sin(x));
        expect(tanh(-x)).toBe(-tanh(x));
        expect(cos(-x)).toBe(cos(x));
      }),
    );
  });

  test("sin² + cos² is 1 for every float64", () => {
    fc.assert(
      fc.property(anyNumber, (x) => {
        expect(Math.abs(sin(x) * sin(x) + cos(x) * cos(x) - 1)).toBeLessThan(4e-16);
      }),
    );
  });

  test("sinCos gives the bits of sin and cos for every float64", () => {
    const both = new Float64Array(2);
    const expectSame = (x: number): void => {
      sinCos(x, both);
      expect(Array.from(both)).toStrictEqual([sin(x), cos(x)]);
    };
    const special = [0, Infinity, Number.NaN, 5e-324, 2 ** -26, 0.126, 0.85546875, 2.4262638092041016, 1e8];
    for (const x of special) for (const sign of [1, -1]) expectSame(sign * x);
    for (let i = -1000; i <= 1000; i += 1) expectSame(i * 0.00692);
    fc.assert(fc.property(fc.double(), expectSame));
  });

  test("nothing leaves its range", () => {
    fc.assert(
      fc.property(anyNumber, (x) => {
        expect(Math.abs(sin(x))).toBeLessThanOrEqual(1);
        expect(Math.abs(cos(x))).toBeLessThanOrEqual(1);
        expect(Math.abs(tanh(x))).toBeLessThanOrEqual(1);
        expect(exp(x)).toBeGreaterThanOrEqual(0);
        expect(expm1(x)).toBeGreaterThanOrEqual(-1);
      }),
    );
  });
});
