// What cannot be estimated is an error that names it, never a number.
import { describe, expect, it } from "vitest";
import {
  affine,
  bernoulli,
  beta,
  categorical,
  type Density,
  exponential,
  gamma,
  mixture,
  negativeBinomial,
  normal,
  poisson,
  product,
  squashedNormal,
  studentT,
  truncatedNormal,
  uniform,
  vonMises,
} from "../../src/distributions/index.ts";
import {
  chainScoreFunction,
  compareEstimators,
  defineProblem,
  disarm,
  evolutionStrategy,
  exactGradient,
  finiteDifferences,
  formatComparison,
  gumbelSoftmax,
  measureValued,
  pathwise,
  rebar,
  relax,
  scoreFunction,
  straightThrough,
} from "../../src/estimators/index.ts";
import {
  add,
  concatenate,
  constant,
  exp,
  type FloatExpression,
  less,
  log,
  multiply,
  sqrt,
  subtract,
  sum,
} from "../../src/graph/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { coin, quadratic } from "./problems.ts";

const samples = 200;

describe("an expression that is not finite", () => {
  it("is an error that names the sample, not the density", () => {
    const problem = { ...quadratic(0), expression: log };
    expect(() => pathwise(problem, { samples })).toThrow(/^expression: it is NaN for sample \d+, x = \[-/);
  });

  it("is an error at relaxed samples too, which lie between those that occur", () => {
    const problem = { ...coin(), expression: (b: Parameters<typeof log>[0]) => log(subtract(b, 0.5)) };
    for (const estimator of [gumbelSoftmax, straightThrough]) {
      expect(() => estimator(problem, { samples })).toThrow(/^expression: it is NaN for sample \d+, x = \[/);
    }
    expect(() => rebar(problem, { samples })).toThrow(
      /^rebar: the gradient of logit is NaN for sample \d+, x = \[/,
    );
  });

  it("is an error where only its derivative is not finite", () => {
    const problem = defineProblem({
      parameters: { rate: 2 },
      density: ({ rate }) => exponential(rate),
      expression: (x) => sqrt(multiply(x, 0)),
    });
    expect(() => pathwise(problem, { samples })).toThrow(
      /^pathwise: the gradient of rate is (NaN|-?Infinity) for sample 0/,
    );
  });
});

describe("parameters outside the range of the density", () => {
  it("are found where they are computed from those of the problem", () => {
    const hidden = defineProblem({
      parameters: { deviation: 2 },
      density: ({ deviation }) => normal(0, subtract(deviation, 3)),
      f: ([x]) => x,
      expression: (x) => x,
    });
    for (const estimator of [scoreFunction, pathwise, measureValued, finiteDifferences]) {
      expect(() => estimator(hidden, { samples })).toThrow(/^density: the normal .* at deviation = 2;/);
    }
    expect(() => exactGradient(hidden)).toThrow(/^density: the normal .* at deviation = 2;/);
    const logit = defineProblem({
      parameters: { odds: -1 },
      density: ({ odds }) => bernoulli(log(odds)),
      f: ([b]) => b,
      expression: (b) => b,
    });
    for (const estimator of [scoreFunction, disarm, measureValued, gumbelSoftmax, rebar]) {
      expect(() => estimator(logit, { samples })).toThrow(/at odds = -1;/);
    }
  });

  it("are an error of samplers that draw by rejection, which would not end", () => {
    const makers: [string, (k: FloatExpression) => Density][] = [
      ["vonMises", (k) => vonMises(0, k)],
      ["truncatedNormal", (k) => truncatedNormal(0, k, -1, 1)],
      ["gamma", (k) => gamma(k, 1)],
      ["beta", (k) => beta(2, k)],
      ["studentT", (k) => studentT(k)],
      ["poisson", (k) => poisson(k)],
      ["negativeBinomial", (k) => negativeBinomial(k, 0)],
    ];
    for (const [name, make] of makers) {
      const problem = defineProblem({
        parameters: { k: 1 },
        density: ({ k }) => make(subtract(k, 1000)),
        f: ([x]) => x,
      });
      const message = new RegExp(`^density: the ${name} gives .* at k = 1; .* is -\\d+(\\.5)?; it must be`);
      expect(() => scoreFunction(problem, { samples })).toThrow(message);
    }
  });

  it("are refused by the evolution strategy, which has no density", () => {
    expect(() => evolutionStrategy(() => 1, [0, Number.NaN], { samples })).toThrow(
      "evolutionStrategy: parameters[1] is NaN; it must be a finite number",
    );
    expect(() => evolutionStrategy(() => 1, [0], { samples, shaping: "rank" as never })).toThrow(
      "evolutionStrategy: shaping",
    );
    expect(() => evolutionStrategy(() => 1, [], { samples })).toThrow(
      "evolutionStrategy: there are no parameters",
    );
  });
});

describe("categories that cannot occur", () => {
  it("are no arguments of f", () => {
    const problem = defineProblem({
      parameters: { logits: [0.3, 1, -1] },
      density: ({ logits }) => categorical(logits, constant([1, 0, 1], [3])),
      f: ([k]) => (k === 1 ? Number.NaN : k),
    });
    const p = 1 / (1 + Math.exp(1.3)); // of the last one, whose f is 2
    const { gradient } = measureValued(problem, { samples });
    expect(gradient.logits[1]).toBe(0);
    expect(gradient.logits[2]).toBeCloseTo(2 * p * (1 - p), 12);
  });

  it.each([
    ["masked", [0.3, 1, -1], [1, 0, 1], [-0.5048950874071807, 0, 0.5048950874071807]],
    ["all but impossible", [0, 800, -800], [1, 1, 1], [0, 0, 0]],
  ])("leave rebar and relax finite: %s", (_, logits, legal, expected) => {
    const payments = constant([1, 2, 4], [3]);
    const problem = defineProblem({
      parameters: { logits },
      density: ({ logits }) => categorical(logits, constant(legal, [3])),
      f: ([k]) => [1, 2, 4][k],
      expression: (x) => sum(multiply(x, payments), { axis: -1 }),
    });
    for (const estimator of [rebar, relax]) {
      const { gradient, standardErrors } = estimator(problem, {
        samples: 4000,
        generator: createGenerator(1),
      });
      gradient.logits.forEach((slope, i) => {
        // Twelve entries at 4.5 standard errors: one false alarm in 12,000 seeds.
        expect(Math.abs(slope - expected[i])).toBeLessThanOrEqual(4.5 * standardErrors.logits[i] + 1e-12);
      });
    }
  });
});

describe("a support that moves with the parameters", () => {
  it("is refused where it is that of one component of a mixture, whose other ends stay further out", () => {
    const widths = (end: FloatExpression) =>
      concatenate([end, add(multiply(end, 0), 1)], 1) as FloatExpression;
    const even = (end: FloatExpression) => multiply(widths(end), 0);
    const ofTwo = (end: FloatExpression) => mixture(even(end), uniform(0, widths(end)));
    const densities: ((end: FloatExpression) => Density)[] = [
      ofTwo,
      (end) => affine(ofTwo(end), 0, 2),
      (end) => product({ both: ofTwo(end), other: normal(multiply(end, 0), 1) }),
    ];
    for (const density of densities) {
      const problem = defineProblem({
        parameters: { end: 0.5 },
        density: ({ end }) => density(end),
        f: ([x]) => x,
      });
      expect(() => scoreFunction(problem, { samples })).toThrow("depends on the parameters");
    }
    // Mixtures whose ends stay where they are have a score.
    const still = defineProblem({
      parameters: { end: 0.5 },
      density: ({ end }) => mixture(widths(end), uniform(0, add(even(end), 1))),
      f: ([x]) => x,
    });
    expect(scoreFunction(still, { samples: 100 }).gradient.end).toEqual(expect.any(Number));
  });

  it("is refused behind a transform too", () => {
    const shifted = defineProblem({
      parameters: { shift: 1 },
      density: ({ shift }) => affine(exponential(exp(multiply(shift, 0))), shift, 2),
      f: ([x]) => x,
    });
    expect(() => scoreFunction(shifted, { samples })).toThrow(
      /the support of the affine of exponential density depends on the parameters.* use finiteDifferences, pathwise$/,
    );
    expect(() => exactGradient(shifted)).toThrow(
      "exactGradient: the support of the affine of exponential density depends on the parameters",
    );
  });

  it("is allowed where a scale does not move its ends", () => {
    const stretched = defineProblem({
      parameters: { scale: 1.5 },
      density: ({ scale }) => affine(gamma(multiply(scale, 2), 1), 0, scale),
      f: ([x]) => x,
    });
    // E[x] = 2 scale².
    const { gradient, standardErrors } = scoreFunction(stretched, { samples: 20_000 });
    expect(Math.abs(gradient.scale - 6)).toBeLessThan(4.5 * standardErrors.scale);
    expect(exactGradient(stretched).gradient.scale).toBeCloseTo(6, 8);
  });
});

describe("samples that float64 cannot tell from an end of the support", () => {
  it("have the score of what they were before a transform", () => {
    const problem = defineProblem({
      parameters: { mean: [17.5] },
      density: ({ mean }) => squashedNormal(mean, 0),
      f: ([y]) => y,
    });
    // E[1 − tanh² u] = 4 E[exp(−2u)] = 4 exp(−35 + 2), all but for exp(−66).
    const { gradient, standardErrors } = scoreFunction(problem, { samples: 20_000 });
    expect(Math.abs(gradient.mean[0] - 4 * Math.exp(-33))).toBeLessThan(4.5 * standardErrors.mean[0]);
  });
});

describe("options of estimators", () => {
  it("are refused where their kind is not known", () => {
    const misspelled = { samples, sampling: { kind: "mirrored" } } as never;
    expect(() => scoreFunction(quadratic(0), misspelled)).toThrow(
      'sampling: kind is "mirrored"; it must be independent, antithetic or stratified',
    );
    const none = { samples, baseline: { kind: "mean" } } as never;
    expect(() => scoreFunction(quadratic(0), none)).toThrow(
      'baseline: kind is "mean"; it must be none, constant, moving-average, leave-one-out, optimal, control-variate or mean-of-all',
    );
    const { f: _, expression: __, ...neither } = quadratic(0);
    expect(() => scoreFunction(neither, { samples })).toThrow("problem: it has neither f nor expression");
  });

  it("may ask for two samples, which give a standard error", () => {
    const { gradient, standardErrors, terms } = evolutionStrategy(([x]) => x * x, [1], { samples: 2 });
    expect(terms).toBe(2);
    expect(Number.isFinite(gradient.parameters[0])).toBe(true);
    expect(standardErrors.parameters[0]).toBeGreaterThan(0);
  });
});

describe("finite differences of a density that is drawn by rejection", () => {
  it("take the larger step of samples that jump", () => {
    const problem = defineProblem({
      parameters: { shape: 2 },
      density: ({ shape }) => gamma(shape, 1),
      f: ([x]) => x * x,
    });
    // E[x²] = α (α + 1). With a step of a thousandth the standard error was 4.
    const { gradient, standardErrors } = finiteDifferences(problem, { samples: 20_000 });
    expect(standardErrors.shape).toBeLessThan(0.5);
    expect(Math.abs(gradient.shape - 5)).toBeLessThan(4.5 * standardErrors.shape);
  });
});

describe("a comparison", () => {
  it("does not recommend the pathwise estimator where f jumps, whose derivative is 0 without variance", () => {
    const step = { ...quadratic(0), f: ([x]: Float64Array) => (x > 0.3 ? 1 : 0) };
    const jump = compareEstimators({ ...step, expression: (x) => less(0.3, x) });
    // E[1(x > .3)] has the slopes φ(−.7) and .7 φ(−.7) at μ = σ = 1, negated for the second: it falls as σ grows.
    const height = Math.exp(-0.245) / Math.sqrt(2 * Math.PI);
    expect(jump.exact!.gradient[0]).toBeCloseTo(height, 10);
    expect(jump.exact!.gradient[1]).toBeCloseTo(-0.7 * height, 10);
    const pathwise = jump.estimators.filter(({ name }) => name.startsWith("pathwise"));
    expect(pathwise.map(({ unbiased }) => unbiased)).toEqual([false, false, false]);
    expect(jump.recommendation.name).toMatch(/^scoreFunction/);
    // A constant has no gradient, and rounding is no bias.
    const flat = compareEstimators({
      ...quadratic(0),
      f: () => 3,
      expression: (x) => add(multiply(x, 0), 3),
    });
    expect(flat.estimators.every(({ name, unbiased }) => unbiased || name === "finiteDifferences")).toBe(
      true,
    );
  });

  it("recommends a biased estimator where no other suits", () => {
    const problem = defineProblem({
      parameters: { high: 2 },
      density: ({ high }) => truncatedNormal(0, 1, 0, high),
      f: ([x]) => x,
    });
    const comparison = compareEstimators(problem);
    expect(comparison.recommendation).toEqual({
      name: "finiteDifferences",
      reason: expect.stringMatching(/^no unbiased one suits the problem; with 20000 evaluations/),
    });
    expect(formatComparison(comparison)).toContain("take finiteDifferences");
    expect(comparison.exact).toBeUndefined();
    expect(comparison.noExact).toContain(
      "the support of the truncatedNormal density depends on the parameters",
    );
  });
});

describe("numbers that are too large, or not numbers", () => {
  it("are named in the error", () => {
    const huge = { ...quadratic(0), f: ([x]: Float64Array) => 1e300 * x };
    expect(() => scoreFunction(huge, { samples })).toThrow(
      /^estimate: the terms have mean .* divide f by a number/,
    );
    const baseline = {
      kind: "control-variate",
      h: () => Number.NaN,
      gradient: { mean: 0, deviation: 0 },
    } as const;
    expect(() => scoreFunction(quadratic(0), { samples, baseline })).toThrow(
      /^baseline: h returned NaN for x = \[/,
    );
    const chain = {
      parameters: { p: 0.5 },
      steps: 1,
      density: (_: unknown, previous: FloatExpression) => normal(previous, 1),
      reward: () => 1,
    };
    expect(() => chainScoreFunction({ ...chain, start: [] }, { samples })).toThrow("start is []; it must be");
    expect(() => chainScoreFunction({ ...chain, start: [Number.NaN] }, { samples })).toThrow(
      "start is [NaN]",
    );
  });
});
