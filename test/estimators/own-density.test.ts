import { describe, expect, it } from "vitest";
import {
  affine,
  bernoulli,
  type Density,
  defineDensity,
  independent,
  mixture,
  noClosedForm,
  normal,
} from "../../src/distributions/index.ts";
import {
  arm,
  defineProblem,
  disarm,
  type Estimate,
  exactGradient,
  gumbelSoftmax,
  measureValued,
  type Parameters,
  pathwise,
  rebar,
  relax,
  scoreFunction,
  supportedEstimators,
} from "../../src/estimators/index.ts";
import {
  constant,
  divide,
  type Expression,
  type FloatExpression,
  less,
  log,
  multiply,
  select,
  slice,
  sqrt,
  square,
  subtract,
  sum,
} from "../../src/graph/index.ts";
import { createGenerator } from "../../src/random/index.ts";

const samples = 20_000;
/** Two-sided 5e-9 per comparison: fewer than 20 of them raise a false alarm with 1e-7. */
const widest = 5.85;

function expectGradient(estimate: Estimate<Parameters>, gradient: readonly number[]) {
  const errors = Object.values(estimate.standardErrors).flat();
  for (const [i, entry] of Object.values(estimate.gradient).flat().entries()) {
    expect(Math.abs(entry - gradient[i])).toBeLessThanOrEqual(widest * errors[i] + 1e-12);
    expect(Math.abs(gradient[i])).toBeGreaterThan(2 * widest * errors[i]); // the comparison would show a difference
  }
}

/** p(x) = x/s exp(−x²/2s) for x ≥ 0, only from exports of `logpi/distributions`. */
function rayleigh(square: FloatExpression): Density {
  const half = (x: Expression) => divide(multiply(x, x), multiply(square, 2));
  return defineDensity<Density>({
    name: "rayleigh",
    parameters: { square },
    batchShape: square.shape,
    eventShape: [],
    discrete: false,
    dtype: "float",
    support: { kind: "interval", low: 0, high: Infinity },
    logProb: (x) => select(less(0, x), subtract(log(divide(x, square)), half(x)), -Infinity),
    entropy: noClosedForm("rayleigh", "entropy"),
    kl: noClosedForm("rayleigh", "kl"),
    mean: noClosedForm("rayleigh", "mean"),
    variance: noClosedForm("rayleigh", "variance"),
    mode: () => sqrt(square),
    noise: { kind: "uniform", shape: square.shape },
    pathwise: true,
    sample: (u) => sqrt(multiply(multiply(square, -2), log(u))),
    decompositions: {
      // x²/2 is exponential of mean s, whose derivative is that of an exponential draw more, less that of none, over s.
      square: {
        reuses: "negative",
        couple({ parameter, drawn }, generator, pair) {
          const s = parameter("square");
          pair[0] = Math.sqrt(drawn ** 2 - 2 * s * Math.log(1 - generator.random()));
          pair[1] = drawn;
          return 1 / s;
        },
      },
    },
  });
}

/** 1 with probability o/(1 + o). */
function wager(odds: FloatExpression): Density {
  const { name: _, choice: __, decompositions: ___, ...rest } = bernoulli(log(odds));
  return { ...rest, name: "wager", parameters: { odds }, choice: { kind: "binary", logit: log(odds) } };
}

describe("a density of the user's own", () => {
  it("has the measure-valued derivative where it has decompositions, alone and in a product of its family", () => {
    const problem = defineProblem({
      parameters: { square: [0.7, 1.9] },
      density: ({ square }) => independent(rayleigh(square)),
      // E[x] = √(πs/2), and E[x²] = 2s.
      f: ([x, y]) => x - y ** 2,
      expression: (x) => subtract(slice(x, 1, 0, 1), square(slice(x, 1, 1, 2))),
    });
    expect(supportedEstimators(rayleigh(constant(1)))).toEqual([
      "scoreFunction",
      "finiteDifferences",
      "pathwise",
      "measureValued",
    ]);
    const gradient = [Math.sqrt(Math.PI / 2 / 0.7) / 2, -2];
    for (const estimator of [measureValued, scoreFunction, pathwise]) {
      expectGradient(estimator(problem, { samples, generator: createGenerator(3) }), gradient);
    }
    for (const [i, entry] of exactGradient(problem).gradient.square.entries()) {
      expect(entry).toBeCloseTo(gradient[i], 8);
    }
  });

  it("has the relaxations and the mirrored samples where it has a choice", () => {
    const weights = [1, -2];
    const problem = defineProblem({
      parameters: { odds: [0.7, 2.5] },
      density: ({ odds }) => wager(odds),
      f: ([a, b]) => (a - 2 * b - 0.45) ** 2,
      expression: (b) => square(subtract(sum(multiply(b, constant(weights, [2])), { axis: -1 }), 0.45)),
    });
    expect(supportedEstimators(wager(constant(1)))).toEqual(
      expect.arrayContaining(["gumbelSoftmax", "straightThrough", "rebar", "relax", "arm", "disarm"]),
    );
    expect(() => measureValued(problem, { samples })).toThrow("the wager density does not support it");
    const { gradient } = exactGradient(problem);
    for (const estimator of [arm, disarm, rebar, relax]) {
      expectGradient(estimator(problem, { samples, generator: createGenerator(4) }), gradient.odds);
    }
    // Biased, by little at a low temperature.
    const relaxed = gumbelSoftmax(problem, { samples, temperature: 0.1, generator: createGenerator(5) });
    expect(Math.abs(relaxed.gradient.odds[1] - gradient.odds[1])).toBeLessThan(0.05);
  });
});

describe("a mixture and a transformed density", () => {
  it("do not have the decompositions of what they are made of", () => {
    const two = mixture(constant([0, 1], [2]), normal(constant([-1, 1], [2]), 1));
    expect(two.decompositions).toBeUndefined();
    expect(affine(normal(0, 1), 1, 2).decompositions).toBeUndefined();
    expect(affine(two, 1, 2).components).toBeUndefined();
  });
});
