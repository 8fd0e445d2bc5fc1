import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  affine,
  beta,
  binomial,
  cauchy,
  type Density,
  diagonalNormal,
  gamma,
  logNormal,
  mixture,
  normal,
  poisson,
  product,
  studentT,
  truncatedNormal,
  vonMises,
} from "../../../src/distributions/index.ts";
import {
  defineProblem,
  exactGradient,
  NotApplicableError,
  type ParameterExpressions,
} from "../../../src/estimators/index.ts";
import { type Expectation, judge } from "../expectations.ts";

type Two = { readonly a: number; readonly b: number };
const at = (
  a: number,
  b: number,
  density: (parameters: ParameterExpressions<Two>) => Density,
  f: (x: number) => number = (x) => x,
) => exactGradient({ parameters: { a, b }, density, f: ([x]) => f(x) });

describe("exactGradient, against closed forms (mpmath, scripts/expectations.py)", () => {
  const cases: Expectation[] = JSON.parse(
    readFileSync(new URL("../expectations.json", import.meta.url), "utf8"),
  );

  it("is right or throws, for every continuous family, parameters of many magnitudes and f with steps and singularities", () => {
    const verdicts = cases.map((each) => [judge(each), each] as const);
    expect(verdicts.filter(([verdict]) => verdict !== "right" && verdict !== "refused")).toEqual([]);
    // What it refuses has no expectation, hangs on digits that float64 has not, or is too near to an end other than 0.
    expect(verdicts.filter(([verdict]) => verdict === "right").length).toBeGreaterThan(0.8 * cases.length);
    const endless = verdicts.filter(([, { value }]) => value === null);
    expect(endless.every(([verdict]) => verdict === "refused")).toBe(true);
  });
});

describe("exactGradient finds narrow densities", () => {
  it.each([
    ["truncated far from its bound", 50, 0.1, ({ a, b }) => truncatedNormal(a, b, 0), 50, [1, 0]],
    ["narrow between its bounds", 0.3, 1e-4, ({ a, b }) => truncatedNormal(a, b, -1, 1), 0.3, [1, 0]],
    [
      "log-normal",
      4.6,
      0.002,
      ({ a, b }) => logNormal(a, b),
      99.48451461076405,
      [99.48451461076405, 0.1989690292215281],
    ],
    ["of a large shape", 1e5, 1, ({ a, b }) => gamma(a, b), 1e5, [1, -1e5]],
    ["far from 0", 1e6, 1e-3, ({ a, b }) => normal(a, b), 1e6, [1, 0]],
  ] as [string, number, number, (parameters: ParameterExpressions<Two>) => Density, number, number[]][])(
    "%s",
    (_, a, b, density, value, gradient) => {
      const exact = at(a, b, density);
      expect(exact.value / value).toBeCloseTo(1, 12);
      expect(Math.abs(exact.gradient.a - gradient[0])).toBeLessThan(1e-11 * Math.abs(value));
      expect(Math.abs(exact.gradient.b - gradient[1])).toBeLessThan(1e-11 * Math.abs(value));
    },
  );

  it("on the circle, where they cross its end", () => {
    // E[cos x] = cos μ I₁(κ)/I₀(κ); the ratio and its slope at κ = 1e5 by mpmath.
    const { value, gradient } = at(3.1, 1e5, ({ a, b }) => vonMises(a, b), Math.cos);
    expect(value).toBeCloseTo(Math.cos(3.1) * 0.9999949999874999, 13);
    expect(gradient.a).toBeCloseTo(-Math.sin(3.1) * 0.9999949999874999, 13);
    expect(gradient.b / (Math.cos(3.1) * 5.000025000281255e-11)).toBeCloseTo(1, 6);
  });

  it("beside wide ones, and far from others, however little weight they have", () => {
    const problem = defineProblem({
      parameters: { logits: [0, -8, -3], means: [0, 1e4, 0.3], deviations: [1, 1, 1e-7] },
      density: ({ logits, means, deviations }) => mixture(logits, normal(means, deviations)),
      f: ([x]) => x,
    });
    const weights = [1, Math.exp(-8), Math.exp(-3)].map((each, _, all) => each / all.reduce((a, b) => a + b));
    const mean = weights[1] * 1e4 + weights[2] * 0.3;
    const { value, gradient } = exactGradient(problem);
    expect(value).toBeCloseTo(mean, 10);
    gradient.means.forEach((each, i) => expect(each).toBeCloseTo(weights[i], 7));
    gradient.logits.forEach((each, i) => {
      expect(each).toBeCloseTo(weights[i] * (problem.parameters.means[i] - mean), 9);
    });
  });

  it("beside wide ones, by the draws where a transform has no components", () => {
    const { value, gradient } = exactGradient({
      parameters: { logits: [0, -3], means: [0, 0.3], deviations: [1, 1e-7] },
      density: ({ logits, means, deviations }) => affine(mixture(logits, normal(means, deviations)), 5, 1000),
      f: ([x]) => x,
    });
    const weight = Math.exp(-3) / (1 + Math.exp(-3));
    expect(value).toBeCloseTo(5 + 300 * weight, 8);
    expect(gradient.logits[1]).toBeCloseTo(300 * weight * (1 - weight), 7);
    expect(gradient.means[0]).toBeCloseTo(1000 * (1 - weight), 7);
  });
});

describe("exactGradient integrates over singularities", () => {
  it("of f at the mode of the density: log |x|, whose gradient at N(0, 1) is (0, 1)", () => {
    const { value, gradient } = at(
      0,
      1,
      ({ a, b }) => normal(a, b),
      (x) => Math.log(Math.abs(x)),
    );
    expect(value).toBeCloseTo(-0.6351814227307391, 13); // −(γ + log 2)/2
    expect(gradient.a).toBeCloseTo(0, 13);
    expect(gradient.b).toBeCloseTo(1, 13);
  });

  it("of the density at its ends", () => {
    const { value, gradient } = at(0.05, 1, ({ a, b }) => gamma(a, b));
    expect(value).toBeCloseTo(0.05, 14);
    expect(gradient.a).toBeCloseTo(1, 12);
    expect(gradient.b).toBeCloseTo(-0.05, 12);
    // Near 1 float64 has no numbers between 1 − 2⁻⁵³ and 1, where a beta density has 1e-8 of its mass.
    const arcsine = at(0.5, 0.5, ({ a, b }) => beta(a, b));
    expect(Math.abs(arcsine.gradient.b + 0.5)).toBeLessThan(arcsine.errors.b);
    expect(arcsine.errors.b).toBeLessThan(5e-6);
  });

  it("and over steps, wherever they are", () => {
    for (const step of [0, 1e-9, 0.3, -1.7, 3.6, 0.6744897501960817]) {
      const { value, gradient } = at(
        0,
        1,
        ({ a, b }) => normal(a, b),
        (x) => Number(x > step),
      );
      const height = Math.exp((-step * step) / 2) / Math.sqrt(2 * Math.PI);
      expect(gradient.a).toBeCloseTo(height, 12);
      expect(gradient.b).toBeCloseTo(step * height, 12);
      expect(value).toBeGreaterThan(0);
    }
  });

  it("and over heavy tails, including the part beyond the last node", () => {
    // E[x²] = ν/(ν − 2), of slopes −2/(ν − 2)² and 2 σ ν/(ν − 2).
    for (const nu of [2.1, 2.5, 30]) {
      const { value, gradient } = at(
        nu,
        1,
        ({ a, b }) => studentT(a, 0, b),
        (x) => x * x,
      );
      expect((value * (nu - 2)) / nu).toBeCloseTo(1, 11);
      expect((gradient.a * (nu - 2) ** 2) / -2).toBeCloseTo(1, 10);
      expect((gradient.b * (nu - 2)) / nu).toBeCloseTo(2, 10);
    }
  });
});

describe("exactGradient refuses", () => {
  const reasons: [string, () => unknown, RegExp][] = [
    ["a mean that does not exist", () => at(0, 1, ({ a, b }) => cauchy(a, b)), /does not settle it/],
    [
      "a variance that does not exist",
      () =>
        at(
          2,
          1,
          ({ a, b }) => studentT(a, 0, b),
          (x) => x * x,
        ),
      /does not settle it/,
    ],
    [
      "an expectation of f that overflows",
      () => at(0, 1, ({ a, b }) => logNormal(a, b), Math.exp),
      /^f: it returned Infinity for x = \[7\d\d\./,
    ],
    [
      "a gradient whose digits are lost in rounding",
      () =>
        at(
          1e6,
          1e-3,
          ({ a, b }) => normal(a, b),
          (x) => x * x,
        ),
      /^exactGradient: ∂E\[f\]\/∂b is -?0\.\d+ ± 0\.\d+ by quadrature/,
    ],
    ["mass that float64 cannot hold", () => at(1e-3, 1, ({ a, b }) => gamma(a, b)), /exactGradient: /],
    [
      "a density narrower than float64",
      () => at(1e9, 1e-9, ({ a, b }) => normal(a, b)),
      /exactGradient: of the mass of the normal density at a = 1000000000, b = 1e-9/,
    ],
    [
      "three continuous numbers",
      () => exactGradient({ parameters: { m: [1, 2, 3] }, density: ({ m }) => normal(m, 1), f: ([x]) => x }),
      /3 continuous numbers, and at most two/,
    ],
  ];
  it.each(reasons)("%s", (_, ask, reason) => {
    expect(ask).toThrow(NotApplicableError);
    expect(ask).toThrow(reason);
  });
});

describe("exactGradient adds up discrete values", () => {
  it("wherever they are: a Poisson of rate 1e6, a binomial of a million trials", () => {
    const counts = exactGradient({
      parameters: { rate: 1e6 },
      density: ({ rate }) => poisson(rate),
      f: ([n]) => n,
    });
    expect(counts.value / 1e6).toBeCloseTo(1, 12);
    expect(counts.gradient.rate).toBeCloseTo(1, 9);
    const trials = exactGradient({
      parameters: { logit: 0.5 },
      density: ({ logit }) => binomial(1e6, logit),
      f: ([n]) => n,
    });
    const p = 1 / (1 + Math.exp(-0.5));
    expect(trials.value / (1e6 * p)).toBeCloseTo(1, 11);
    expect(trials.gradient.logit / (1e6 * p * (1 - p))).toBeCloseTo(1, 9);
  });
});

describe("exactGradient over two numbers", () => {
  it("of magnitudes far apart", () => {
    const { value, gradient } = exactGradient({
      parameters: { mean: [0, 1], logDeviation: [0, -5], shape: 3 },
      density: ({ mean, logDeviation }) => diagonalNormal(mean, logDeviation),
      f: ([x, y]) => x * x * y,
    });
    expect(value).toBeCloseTo(1, 9);
    expect(gradient.mean[1]).toBeCloseTo(1, 8);
    expect(gradient.logDeviation[0]).toBeCloseTo(2, 8);
    const both = exactGradient({
      parameters: { shape: 1e4, mean: -3 },
      density: ({ shape, mean }) => product([gamma(shape, 1), normal(mean, 1e-3)]),
      f: ([x, y]) => x * y,
    });
    expect(both.value / -3e4).toBeCloseTo(1, 10);
    expect(both.gradient.shape).toBeCloseTo(-3, 8);
    expect(both.gradient.mean / 1e4).toBeCloseTo(1, 8);
  });
});
