import { describe, expect, it } from "vitest";
import * as densities from "../../../src/distributions/index.ts";
import { createSampler, type Density } from "../../../src/distributions/index.ts";
import { constant, type Expression, toInt } from "../../../src/graph/index.ts";
import { createGenerator } from "../../../src/random/index.ts";
import { tensor, valuesOf } from "../evaluate.ts";
import { doubleExponential, integrate } from "../quadrature.ts";

// Every test here raises a false alarm for one seed in a million; the seeds are fixed.
const count = 20_000;
/** The Kolmogorov distance times √n that is passed with probability 10⁻⁶: 2 exp(−2k²). */
const kolmogorov = Math.sqrt(Math.log(2e6) / 2);
/** The standard normal quantile of 1 − 10⁻⁶. */
const normalQuantile = 4.7534;
/** The χ² quantile of 1 − 10⁻⁶ (Wilson and Hilferty 1931). */
const chiSquare = (degrees: number) =>
  degrees * (1 - 2 / (9 * degrees) + normalQuantile * Math.sqrt(2 / (9 * degrees))) ** 3;

const draw = (density: Density, seed: number) =>
  Array.from(createSampler(density, count).draw(createGenerator(seed)));

const logProbsAt = (density: Density, points: readonly number[]) => {
  const shape = [points.length, ...density.eventShape];
  const values = constant(points, shape);
  return valuesOf({ logProb: density.logProb(density.dtype === "int" ? toInt(values) : values) }).logProb;
};

/** Points and weights of Gauss and Legendre on [0, 1]. */
const legendre = [0.04691007703066802, 0.23076534494715845, 0.5, 0.7692346550528415, 0.953089922969332];
const legendreWeights = [
  0.11846344252809454, 0.23931433524968324, 0.28444444444444444, 0.23931433524968324, 0.11846344252809454,
];

/** The distribution function at sorted places: the mass up to the first, and that between neighbors. */
function distributionAt(density: Density, sorted: readonly number[], low: number): number[] {
  const tail = doubleExponential(
    low,
    Number.isFinite(low) ? (low + sorted[0]) / 2 : sorted[0] - 1,
    sorted[0],
  );
  const inTail = logProbsAt(density, tail.nodes);
  const points = sorted.flatMap((x, i) =>
    i === 0 ? [] : legendre.map((t) => sorted[i - 1] + t * (x - sorted[i - 1])),
  );
  const logs = logProbsAt(density, points);
  let total = integrate(tail, (i) => Math.exp(inTail[i]));
  return sorted.map((x, i) => {
    if (i > 0) {
      legendreWeights.forEach((weight, k) => {
        total += (x - sorted[i - 1]) * weight * Math.exp(logs[(i - 1) * 5 + k]);
      });
    }
    return total;
  });
}

function expectContinuous(density: Density, drawn: number[], low: number): void {
  const sorted = drawn.toSorted((a, b) => a - b);
  const f = distributionAt(density, sorted, low);
  expect(f.at(-1)!).toBeCloseTo(1, 2);
  const distance = Math.max(...f.map((value, i) => Math.max((i + 1) / count - value, value - i / count)));
  expect(distance * Math.sqrt(count)).toBeLessThan(kolmogorov);
}

/** Compares frequencies of whole numbers with their probabilities; those of expected count below 10 go together. */
function expectDiscrete(density: Density, drawn: number[], from: number, to: number): void {
  const values = Array.from({ length: to - from + 1 }, (_, k) => from + k);
  const probabilities = logProbsAt(density, values).map(Math.exp);
  let statistic = 0;
  let bins = 0;
  let [restSeen, restExpected] = [count, count];
  values.forEach((value, i) => {
    const expected = count * probabilities[i];
    if (expected < 10) return;
    const seen = drawn.filter((each) => each === value).length;
    statistic += (seen - expected) ** 2 / expected;
    restSeen -= seen;
    restExpected -= expected;
    bins++;
  });
  if (restExpected > 10) {
    statistic += (restSeen - restExpected) ** 2 / restExpected;
    bins++;
  } else expect(restSeen).toBeLessThan(60);
  expect(bins).toBeGreaterThan(1);
  expect(statistic).toBeLessThan(chiSquare(bins - 1));
}

const vector = (...entries: number[]) => tensor(entries);

describe("draws of numbers pass the test of Kolmogorov and Smirnov", () => {
  const cases: [name: string, density: Density, low: number][] = [
    ["normal", densities.normal(0.5, 2), -Infinity],
    ["logNormal", densities.logNormal(0.2, 0.8), 0],
    ["laplace", densities.laplace(0.5, 2), -Infinity],
    ["cauchy", densities.cauchy(0.5, 2), -Infinity],
    ["gumbel", densities.gumbel(0.5, 2), -Infinity],
    ["logistic", densities.logistic(0.5, 2), -Infinity],
    ["uniform", densities.uniform(-1, 3), -1],
    ["exponential", densities.exponential(0.7), 0],
    ["studentT", densities.studentT(3, 0.5, 2), -Infinity],
    ["studentT with heavy tails", densities.studentT(0.8), -Infinity],
    ["gamma above 1", densities.gamma(3.5, 2), 0],
    ["gamma below 1", densities.gamma(0.4, 2), 0],
    ["gamma of a large shape", densities.gamma(1e6, 1), 0],
    ["beta", densities.beta(2.5, 0.7), 0],
    ["beta of small parameters", densities.beta(0.3, 0.4), 0],
    ["kumaraswamy", densities.kumaraswamy(2.5, 0.7), 0],
    ["vonMises", densities.vonMises(0.5, 2.3), -Math.PI],
    ["vonMises, nearly uniform", densities.vonMises(3, 0.1), -Math.PI],
    ["vonMises, concentrated", densities.vonMises(-3, 40), -Math.PI],
    ["truncatedNormal around 0", densities.truncatedNormal(0.2, 1.5, -2, 5), -2],
    ["truncatedNormal, one side", densities.truncatedNormal(0.2, 1.5, 1), 1],
    ["truncatedNormal, a tail", densities.truncatedNormal(0, 1, 4, 9), 4],
    ["truncatedNormal, a left tail", densities.truncatedNormal(0, 1, -Infinity, -3), -Infinity],
    ["truncatedNormal, narrow", densities.truncatedNormal(0, 1, 2, 2.2), 2],
    ["affine of a gamma", densities.affine(densities.gamma(2, 1), 3, 0.5), 3],
    ["exp of a laplace", densities.transformed(densities.laplace(0, 0.5), densities.expTransform), 0],
    [
      "mixture of normals",
      densities.mixture(vector(0.3, -0.5, 1), densities.normal(vector(-3, 0, 2), vector(0.5, 1, 0.3))),
      -Infinity,
    ],
    [
      "mixture of gammas",
      densities.mixture(vector(0.3, -0.5), densities.gamma(vector(0.9, 30), vector(1, 5))),
      0,
    ],
    [
      "mixture of exponentials",
      densities.mixture(vector(0.3, -0.5), densities.exponential(vector(0.9, 30))),
      0,
    ],
    ["squashed normal", densities.squashedNormal(vector(0.3), vector(-0.2)), -1],
  ];
  it.each(cases)("%s", (name, density, low) => {
    // The whole density, in one piece; a value at an end of float64's range ends the interval there.
    expectContinuous(density, draw(density, name.length), low);
  });
});

describe("draws of counts and labels pass the χ² test", () => {
  const cases: [name: string, density: Density, from: number, to: number][] = [
    ["bernoulli", densities.bernoulli(-0.7), 0, 1],
    ["categorical", densities.categorical(vector(0.5, -1, 2, 0)), 0, 3],
    ["ordinal", densities.ordinal(vector(0.5, -1, 2, 0)), 0, 3],
    ["geometric", densities.geometric(-1.3), 0, 60],
    ["poisson, small", densities.poisson(0.7), 0, 12],
    ["poisson, by rejection", densities.poisson(23.5), 0, 80],
    ["poisson at the switch", densities.poisson(10), 0, 50],
    ["poisson, large", densities.poisson(4000), 3600, 4400],
    ["binomial, small", densities.binomial(9, 0.4), 0, 9],
    ["binomial, by rejection", densities.binomial(300, -1.5), 0, 300],
    ["binomial, more successes", densities.binomial(80, 1.5), 0, 80],
    ["negativeBinomial", densities.negativeBinomial(2.4, 0.8), 0, 100],
    ["mixture of poissons", densities.mixture(vector(0.3, -0.5), densities.poisson(vector(2, 20))), 0, 60],
  ];
  it.each(cases)("%s", (name, density, from, to) => {
    expectDiscrete(density, draw(density, 100 + name.length), from, to);
  });
});

describe("draws of vectors", () => {
  /** Every entry, or a combination of the entries, of the vectors drawn. */
  const combined = (density: Density, seed: number, weights: readonly number[]) => {
    const drawn = draw(density, seed);
    return Array.from({ length: count }, (_, i) =>
      weights.reduce((total, weight, j) => total + weight * drawn[i * weights.length + j], 0),
    );
  };

  it("of a multivariate normal have normal combinations", () => {
    const density = densities.multivariateNormal(vector(1, -2), tensor([[1.2, 0], [0.7, 0.4]])); // biome-ignore format: a matrix
    for (const [a, b] of [
      [1, 0],
      [0, 1],
      [1, -2],
    ]) {
      // biome-ignore format: pairs
      const deviation = Math.hypot(a * 1.2 + b * 0.7, b * 0.4);
      expectContinuous(densities.normal(a - 2 * b, deviation), combined(density, 3, [a, b]), -Infinity);
    }
  });

  it("of a diagonal normal have normal combinations", () => {
    const density = densities.diagonalNormal(vector(1, -2), vector(0.3, -0.4));
    const deviation = Math.hypot(Math.exp(0.3), Math.exp(-0.4));
    expectContinuous(densities.normal(-1, deviation), combined(density, 3, [1, 1]), -Infinity);
  });

  it("of a Dirichlet density have Beta entries", () => {
    const density = densities.dirichlet(vector(0.7, 2, 1.3));
    expectContinuous(densities.beta(0.7, 3.3), combined(density, 5, [1, 0, 0]), 0);
    expectContinuous(densities.beta(2, 2), combined(density, 6, [0, 1, 0]), 0);
  });

  it("of a relaxed categorical density are largest as often as the category occurs", () => {
    const logits = vector(0.5, -1, 1);
    const drawn = draw(densities.relaxedCategorical(0.5, logits), 8);
    const largest = Array.from({ length: count }, (_, i) => {
      const row = drawn.slice(3 * i, 3 * i + 3);
      return row.indexOf(Math.max(...row));
    });
    expectDiscrete(densities.categorical(logits), largest, 0, 2);
  });

  it("of several choices are those of each", () => {
    const logits: Expression = vector(0.5, -1, 1, 0, 2);
    const drawn = draw(densities.multiCategorical(logits, [3, 2]), 9);
    const entry = (index: number) => drawn.filter((_, i) => i % 2 === index);
    expectDiscrete(densities.categorical(vector(0.5, -1, 1)), entry(0), 0, 2);
    expectDiscrete(densities.categorical(vector(0, 2)), entry(1), 0, 1);
  });
});
