import { describe, expect, it } from "vitest";
import {
  bernoulli,
  binomial,
  type Density,
  exponential,
  gamma,
  geometric,
  independent,
  laplace,
  normal,
  poisson,
  uniform,
} from "../../../src/distributions/index.ts";
import {
  chainScoreFunction,
  exactGradient,
  finiteDifferences,
  type LikeParameters,
  measureValued,
  NotApplicableError,
  type ParameterExpressions,
  type Problem,
  pathwise,
  scoreFunction,
} from "../../../src/estimators/index.ts";
import { type FloatExpression, square } from "../../../src/graph/index.ts";
import { createGenerator } from "../../../src/random/index.ts";

const samples = 20_000;
/** Fewer than 60 comparisons of 5e-9 each: all together raise a false alarm with less than 1e-6. */
const widest = 5.85;

type Two = { readonly a: number; readonly b: number };
const f = ([x]: Float64Array) => Math.sin(x) + 0.3 * x;
const cases: Record<string, [Two, (parameters: ParameterExpressions<Two>) => Density]> = {
  poisson: [{ a: 2.5, b: 0 }, ({ a }) => poisson(a)],
  binomial: [{ a: -0.4, b: 0 }, ({ a }) => binomial(7, a)],
  geometric: [{ a: 0.3, b: 0 }, ({ a }) => geometric(a)],
  exponential: [{ a: 1.7, b: 0 }, ({ a }) => exponential(a)],
  "gamma, in its rate": [{ a: 1.7, b: 0 }, ({ a }) => gamma(2.2, a)],
  laplace: [{ a: 0.4, b: 1.3 }, ({ a, b }) => laplace(a, b)],
  "independent bernoulli": [{ a: 0.4, b: 1.3 }, ({ a }) => independent(bernoulli(a))],
  "independent normal": [{ a: 0.4, b: 1.3 }, ({ a, b }) => independent(normal(a, b))],
};

function expectClose(
  { gradient, standardErrors }: { gradient: LikeParameters<Two>; standardErrors: LikeParameters<Two> },
  exact: LikeParameters<Two>,
) {
  for (const name of ["a", "b"] as const) {
    expect(Math.abs(gradient[name] - exact[name])).toBeLessThanOrEqual(widest * standardErrors[name] + 1e-9);
  }
}

describe("finite differences", () => {
  const moved = (problem: Problem<Two>, name: keyof Two, by: number) =>
    exactGradient({
      ...problem,
      parameters: { ...problem.parameters, [name]: problem.parameters[name] + by },
    }).value;

  it("redraw densities that are drawn by rejection, whose noise depends on the parameters", () => {
    const step = 0.1;
    for (const [parameters, density] of [
      [{ a: 2.5, b: 1 }, ({ a }) => poisson(a)],
      [{ a: 2.2, b: 1.7 }, ({ a, b }) => gamma(a, b)],
    ] as [Two, (parameters: ParameterExpressions<Two>) => Density][]) {
      const problem: Problem<Two> = { parameters, density, f };
      const estimate = finiteDifferences(problem, { samples, step, generator: createGenerator(4) });
      const central = (name: keyof Two) => {
        const h = step * Math.max(1, parameters[name]);
        return (moved(problem, name, h) - moved(problem, name, -h)) / (2 * h);
      };
      expectClose(estimate, { a: central("a"), b: central("b") });
      expect(estimate.standardErrors.a).toBeGreaterThan(0);
    }
  });
});

describe("decompositions", () => {
  for (const [name, [parameters, density]] of Object.entries(cases)) {
    it(`of the ${name} density give the exact gradient, as the score function does`, () => {
      const problem: Problem<Two> = { parameters, density, f };
      const { gradient } = exactGradient(problem);
      expectClose(measureValued(problem, { samples, generator: createGenerator(1) }), gradient);
      expectClose(scoreFunction(problem, { samples, generator: createGenerator(2) }), gradient);
    });
  }

  it("of the uniform density include the moving ends of its support; the score does not and is refused", () => {
    const problem: Problem<Two> = {
      parameters: { a: -1, b: 2 },
      density: ({ a, b }) => uniform(a, b),
      f: ([x]) => x * x,
      expression: (x: FloatExpression) => square(x),
    };
    // E[x²] = (a² + ab + b²) / 3.
    const exact = { a: (2 * -1 + 2) / 3, b: (2 * 2 - 1) / 3 };
    expectClose(measureValued(problem, { samples, generator: createGenerator(1) }), exact);
    expectClose(pathwise(problem, { samples, generator: createGenerator(2) }), exact);
    expect(() => scoreFunction(problem, { samples })).toThrow(
      "the support of the uniform density depends on the parameters",
    );
    const chain = { ...problem, steps: 2, start: [0], reward: () => 0 };
    expect(() => chainScoreFunction(chain, { samples })).toThrow("depends on the parameters");
    expect(() => exactGradient(problem)).toThrow(NotApplicableError);
  });

  it.each([
    ["bernoulli", (a: FloatExpression) => bernoulli(a), 1],
    ["binomial", (a: FloatExpression) => binomial(5, a), 5],
  ] as const)("of a %s density have a slope where the probability is rounded to 1", (_, density, trials) => {
    // ∂E[x]/∂logit = n p (1 − p), of p = σ(37): 1 − p is 8.5e-17, which float64 has not beside 1.
    const problem = {
      parameters: { a: 37 },
      density: ({ a }: { a: FloatExpression }) => density(a),
      f: ([x]: Float64Array) => x,
    };
    const { gradient } = measureValued(problem, { samples: 100 });
    expect(gradient.a / (trials * 8.533047625744065e-17)).toBeCloseTo(1, 12);
    expect(exactGradient(problem).gradient.a / (trials * 8.533047625744065e-17)).toBeCloseTo(1, 12);
  });

  it("of a geometric density have a slope where the probability is rounded to 1", () => {
    // E[x] = (1 − p)/p = e⁻ᵃ, of slope −e⁻ᵃ.
    const problem = {
      parameters: { a: 37 },
      density: ({ a }: { a: FloatExpression }) => geometric(a),
      f: ([x]: Float64Array) => x,
    };
    const { gradient } = measureValued(problem, { samples: 100 });
    expect(gradient.a / -8.533047625744066e-17).toBeCloseTo(1, 12);
  });

  it("of the gamma density do not include its shape", () => {
    const problem: Problem<Two> = { parameters: { a: 2, b: 1 }, density: ({ a, b }) => gamma(a, b), f };
    expect(() => measureValued(problem, { samples })).toThrow(
      "the gamma density has no decomposition for shape",
    );
  });
});

it("the measure-valued derivative keeps 1 − p where p is rounded to 1", () => {
  // f(1) − f(0) times p (1 − p) (mpmath): e⁻³⁷/(1 + e⁻³⁷)².
  const problem: Problem<{ a: number }> = {
    parameters: { a: 37 },
    density: ({ a }) => bernoulli(a),
    f: ([x]) => 3 * x,
  };
  const { gradient, standardErrors } = measureValued(problem, {
    samples: 100,
    generator: createGenerator(1),
  });
  expect(gradient.a / (3 * 8.533047625744065e-17)).toBeCloseTo(1, 12);
  expect(standardErrors.a).toBeLessThan(1e-25);
});
