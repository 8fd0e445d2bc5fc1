// Every family at small and large parameters: steps of finite differences stay within what the density allows.
import { describe, expect, it } from "vitest";
import {
  bernoulli,
  beta,
  binomial,
  cauchy,
  createSampler,
  type Density,
  exponential,
  gamma,
  geometric,
  gumbel,
  kumaraswamy,
  laplace,
  logistic,
  logNormal,
  negativeBinomial,
  normal,
  poisson,
  studentT,
  truncatedNormal,
  uniform,
  vonMises,
} from "../../../src/distributions/index.ts";
import { compareEstimators, exactGradient, finiteDifferences } from "../../../src/estimators/index.ts";
import { differenceSteps } from "../../../src/estimators/methods/difference-steps.ts";
import { prepareProblem } from "../../../src/estimators/prepare-problem.ts";
import { constant, divide, type FloatExpression, log, subtract } from "../../../src/graph/index.ts";
import { createGenerator } from "../../../src/random/index.ts";

type Make = (a: FloatExpression, b: FloatExpression) => Density;

const logitOf = (p: FloatExpression) => log(divide(p, subtract(1, p)));

/** Parameters at which a step of 0.1 or 1e-3 would be outside the range, or much wider than the density. */
const cases: readonly (readonly [
  family: string,
  make: Make,
  ...parameters: readonly (readonly [number, number])[],
])[] = [
  ["poisson", (a) => poisson(a), [0.05, 0], [1e4, 0]],
  ["bernoulli of p", (a) => bernoulli(logitOf(a)), [0.05, 0], [0.999, 0]],
  ["binomial of p", (a) => binomial(7, logitOf(a)), [0.98, 0]],
  ["geometric of p", (a) => geometric(logitOf(a)), [0.05, 0]],
  ["negativeBinomial", (a, b) => negativeBinomial(a, b), [0.05, -1], [50, 2]],
  ["normal", (a, b) => normal(a, b), [0, 1e-3], [-3, 1e6]],
  ["logNormal", (a, b) => logNormal(a, b), [0, 1e-4]],
  ["laplace", (a, b) => laplace(a, b), [1, 1e-4]],
  ["logistic", (a, b) => logistic(a, b), [1, 1e-4]],
  ["gumbel", (a, b) => gumbel(a, b), [1, 1e-4]],
  ["cauchy", (a, b) => cauchy(a, b), [1, 1e-4]],
  ["studentT", (a, b) => studentT(3, a, b), [1, 1e-4]],
  ["exponential", (a) => exponential(a), [5e-4, 0], [1e6, 0]],
  ["gamma", (a, b) => gamma(a, b), [0.05, 1], [1e5, 1e-3]],
  ["beta", (a, b) => beta(a, b), [0.05, 2], [1e4, 3]],
  ["kumaraswamy", (a, b) => kumaraswamy(a, b), [0.05, 2], [1e3, 3]],
  ["truncatedNormal", (a, b) => truncatedNormal(a, b, -1, 1), [0.3, 0.05], [0.999, 1e-5]],
  ["vonMises", (a, b) => vonMises(a, b), [0, 0.01], [3, 1e5]],
];

/** 120 comparisons of 5e-9 each: all together raise a false alarm with 6e-7. */
const widest = 5.85;

/** f is as wide as the density, so that its expectation changes with every parameter. */
function problemOf(make: Make, parameters: Record<string, number>) {
  const density = ({ a, b = a }: Record<string, FloatExpression>) => make(a, b);
  const constants = Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, constant([value], [1])]),
  );
  const draws = createSampler(density(constants), 200).draw(createGenerator(1)).slice().sort();
  const [low, middle, high] = [draws[30], draws[100], draws[170]];
  const width = high > low ? high - low : Math.max(1, Math.abs(middle));
  return { parameters, density, f: ([x]: Float64Array) => Math.tanh((2 * (x - middle)) / width) };
}

describe("finite differences", () => {
  for (const [family, make, ...all] of cases) {
    it(`of the ${family} density stay in its range and near its gradient, at small and large parameters`, () => {
      for (const [a, b] of all) {
        const problem = problemOf(make, b === 0 ? { a } : { a, b });
        const exact = exactGradient(problem);
        const estimate = finiteDifferences(problem, { samples: 2000, generator: createGenerator(9) });
        const part =
          make(constant([a], [1]), constant([b], [1])).pathwise && !family.match(/gamma|beta|studentT/)
            ? 1e-3
            : 0.1;
        differenceSteps(prepareProblem(problem), undefined, part).forEach(({ above, below }, i) => {
          const name = Object.keys(problem.parameters)[i];
          const valueAt = (theta: number) =>
            exactGradient({ ...problem, parameters: { ...problem.parameters, [name]: theta } }).value;
          const difference = (valueAt(above) - valueAt(below)) / (above - below);
          expect(Math.abs(estimate.gradient[name] - difference)).toBeLessThanOrEqual(
            widest * estimate.standardErrors[name] + 1e-6 * Math.abs(difference),
          );
          // By how much a step moves the density, E[f] is at most 2 · part further off, of a slope of 1 per width.
          const width = above - below;
          expect(Math.abs(difference - exact.gradient[name]) * width).toBeLessThan(0.1 * part);
        });
      }
    });
  }

  it("take one side near an end, and throw where both are outside", () => {
    const problem = {
      parameters: { rate: 0.05 },
      density: ({ rate }: { rate: FloatExpression }) => poisson(rate),
      f: ([n]: Float64Array) => n,
    };
    const { gradient, standardErrors, evaluations } = finiteDifferences(problem, {
      samples: 4000,
      step: 0.1,
    });
    expect(evaluations).toBe(8000); // at θ and θ + h
    expect(Math.abs(gradient.rate - 1)).toBeLessThan(widest * standardErrors.rate);
    const share = { ...problem, density: ({ rate }: { rate: FloatExpression }) => bernoulli(logitOf(rate)) };
    expect(() => finiteDifferences(share, { samples: 100, step: 2 })).toThrow(
      "finiteDifferences: rate is 0.05, and neither 2.05 nor -1.95 is another value that the bernoulli density allows",
    );
  });
});

describe("compareEstimators", () => {
  const compare = (make: Make, a: number, b?: number, f = ([x]: Float64Array) => x) =>
    compareEstimators(problemWith(make, a, b, f), { budget: 1000 });
  const problemWith = (make: Make, a: number, b: number | undefined, f: (x: Float64Array) => number) => ({
    ...problemOf(make, b === undefined ? { a } : { a, b }),
    f,
  });

  it.each([
    ["a Poisson density of rate .05", (a) => poisson(a), 0.05],
    ["a Bernoulli density of p = .05", (a) => bernoulli(logitOf(a)), 0.05],
    ["a normal density of σ = .001", (a, b) => normal(a, b), 0, 0.001],
    ["a normal density of σ = 1e-6", (a, b) => normal(a, b), 3, 1e-6],
    ["a gamma density of shape .05", (a, b) => gamma(a, b), 0.05, 1],
    ["a truncated normal density of σ = .05", (a, b) => truncatedNormal(a, b, -1, 1), 0.3, 0.05],
    ["a uniform density", (a, b) => uniform(a, b), 0, 1e-6],
    ["a von Mises density that is all but flat", (a, b) => vonMises(a, b), 0, 1e-6],
  ] as [string, Make, number, number?][])("takes %s", (_, make, a, b) => {
    const { estimators, skipped } = compare(make, a, b);
    const names = estimators.map(({ name }) => name);
    expect(names).toContain("finiteDifferences");
    for (const { reason } of skipped) expect(reason).not.toMatch(/must lie inside the range/);
    expect(estimators.every(({ gradient }) => gradient.every(Number.isFinite))).toBe(true);
  });

  it("leaves out estimators that evaluate f where it is not defined, with the reason, and keeps the others", () => {
    // Measure-valued draws of a uniform density lie at its ends, where log(1 − x) is not finite.
    const { skipped, estimators } = compare(
      (a, b) => uniform(a, b),
      0,
      1,
      ([x]) => Math.log(1 - x),
    );
    expect(estimators.length).toBeGreaterThan(0);
    expect(skipped.find(({ name }) => name === "measureValued")!.reason).toMatch(
      /^measureValued: it asks f beyond its samples, where it returned -Infinity for sample \d+, x = \[1\]/,
    );
  });

  it("throws for an f that is not finite where the density is", () => {
    expect(() =>
      compare(
        (a, b) => normal(a, b),
        0,
        1,
        ([x]) => Math.log(x),
      ),
    ).toThrow(/^f: it returned NaN for sample \d+, x = \[-/);
  });

  it("does not call right estimators biased where the density is narrow", () => {
    const problem = {
      ...problemOf((a, b) => truncatedNormal(a, b, 0), { a: 50, b: 0.1 }),
      f: ([x]: Float64Array) => x,
    };
    const { exact, estimators } = compareEstimators(problem, { budget: 2000 });
    expect(exact!.gradient[0]).toBeCloseTo(1, 10);
    for (const { name, bias, standardErrors } of estimators) {
      if (name === "finiteDifferences") continue;
      bias!.forEach(({ value }, i) => expect(Math.abs(value)).toBeLessThan(widest * standardErrors[i]));
    }
  });
});
