import { describe, expect, it } from "vitest";
import { NoClosedFormError } from "../../src/distributions/index.ts";
import { polygamma } from "../../src/math/index.ts";
import { valuesOf } from "./evaluate.ts";
import { densityOf, type FixtureCase, logProbAndScores } from "./fixture.ts";
import { doubleExponential, enumeration, integrate, type Rule } from "./quadrature.ts";

type Numbers = Readonly<Record<string, number>>;

interface MomentCase {
  readonly density: string;
  readonly parameters: Numbers;
  readonly other: Numbers;
  readonly rule: Rule;
  /** The closed form of E[score scoreᵀ], in the order of the parameters that are differentiated. */
  readonly fisher?: { readonly of: readonly string[]; readonly matrix: readonly (readonly number[])[] };
  /** Angles have moments of their own kind. */
  readonly circular?: true;
}

const line = (center: number) => doubleExponential(-Infinity, center, Infinity);
const halfLine = doubleExponential(0, 1, Infinity);
const unit = doubleExponential(0, 0.5, 1);
const trigamma = (x: number) => polygamma(x, 1);
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

const cases: MomentCase[] = [
  {
    density: "normal",
    parameters: { mean: 0.5, standardDeviation: 1.3 },
    other: { mean: -1, standardDeviation: 0.7 },
    rule: line(0.5),
    fisher: { of: ["mean", "standardDeviation"], matrix: [[1 / 1.69, 0], [0, 2 / 1.69]] },
  },
  {
    density: "logNormal",
    parameters: { location: 0.2, scale: 0.6 },
    other: { location: -0.5, scale: 0.9 },
    rule: halfLine,
    fisher: { of: ["location", "scale"], matrix: [[1 / 0.36, 0], [0, 2 / 0.36]] },
  },
  {
    density: "truncatedNormal",
    parameters: { mean: 0.5, standardDeviation: 1.2, low: -0.7, high: 1.1 },
    other: { mean: -1, standardDeviation: 0.8, low: -1, high: 2 },
    rule: doubleExponential(-0.7, 0.3, 1.1),
  },
  {
    density: "truncatedNormal",
    parameters: { mean: 0.5, standardDeviation: 1.2, low: 3, high: 9 },
    other: { mean: -1, standardDeviation: 0.8, low: 2, high: Infinity },
    rule: doubleExponential(3, 4, 9),
  },
  {
    density: "truncatedNormal",
    parameters: { mean: 0.5, standardDeviation: 1.2, low: -Infinity, high: -2 },
    other: { mean: -1, standardDeviation: 0.8, low: -Infinity, high: 2 },
    rule: doubleExponential(-Infinity, -3, -2),
  },
  {
    density: "laplace",
    parameters: { location: 0.5, scale: 1.3 },
    other: { location: 0.5, scale: 0.7 }, // kinks at one place, which the rule has at its center
    rule: line(0.5),
    fisher: { of: ["location", "scale"], matrix: [[1 / 1.69, 0], [0, 1 / 1.69]] },
  },
  {
    density: "cauchy",
    parameters: { location: 0.5, scale: 1.3 },
    other: { location: -1, scale: 0.7 },
    rule: line(0.5),
    fisher: { of: ["location", "scale"], matrix: [[0.5 / 1.69, 0], [0, 0.5 / 1.69]] },
  },
  {
    density: "gumbel",
    parameters: { location: 0.5, scale: 1.3 },
    other: { location: -1, scale: 2.1 },
    rule: line(0.5),
    fisher: { of: ["location"], matrix: [[1 / 1.69]] },
  },
  {
    density: "logistic",
    parameters: { location: 0.5, scale: 1.3 },
    other: { location: -1, scale: 0.7 },
    rule: line(0.5),
    fisher: { of: ["location"], matrix: [[1 / 3 / 1.69]] },
  },
  {
    density: "uniform",
    parameters: { low: -1, high: 2.5 },
    other: { low: -2, high: 3 },
    rule: doubleExponential(-1, 0, 2.5),
  },
  {
    density: "exponential",
    parameters: { rate: 1.7 },
    other: { rate: 0.4 },
    rule: halfLine,
    fisher: { of: ["rate"], matrix: [[1 / 2.89]] },
  },
  {
    density: "studentT",
    parameters: { degreesOfFreedom: 5, location: 0.3, scale: 1.4 },
    other: { degreesOfFreedom: 2, location: 0, scale: 1 },
    rule: line(0.3),
    fisher: { of: ["location"], matrix: [[6 / 8 / 1.96]] },
  },
  {
    density: "gamma",
    parameters: { shape: 2.3, rate: 1.7 },
    other: { shape: 0.6, rate: 0.5 },
    rule: halfLine,
    fisher: {
      of: ["shape", "rate"],
      matrix: [[trigamma(2.3), -1 / 1.7], [-1 / 1.7, 2.3 / 2.89]],
    },
  },
  {
    density: "beta",
    parameters: { a: 2.3, b: 0.9 },
    other: { a: 0.6, b: 1.5 },
    rule: unit,
    fisher: {
      of: ["a", "b"],
      matrix: [
        [trigamma(2.3) - trigamma(3.2), -trigamma(3.2)],
        [-trigamma(3.2), trigamma(0.9) - trigamma(3.2)],
      ],
    },
  },
  {
    density: "kumaraswamy",
    parameters: { a: 2.3, b: 1.4 },
    other: { a: 0.6, b: 1.5 },
    rule: unit,
    fisher: { of: ["b"], matrix: [[1 / 1.96]] },
  },
  {
    density: "vonMises",
    parameters: { mean: 0.4, concentration: 2.1 },
    other: { mean: -1, concentration: 0.7 },
    rule: doubleExponential(-Math.PI, 0, Math.PI),
    circular: true,
  },
  {
    density: "bernoulli",
    parameters: { logit: 0.7 },
    other: { logit: -1 },
    rule: enumeration(2),
    fisher: { of: ["logit"], matrix: [[sigmoid(0.7) * sigmoid(-0.7)]] },
  },
  {
    density: "geometric",
    parameters: { logit: -0.7 },
    other: { logit: 0.5 },
    rule: enumeration(200),
    fisher: { of: ["logit"], matrix: [[sigmoid(0.7)]] },
  },
  {
    density: "poisson",
    parameters: { rate: 4.2 },
    other: { rate: 6 },
    rule: enumeration(80),
    fisher: { of: ["rate"], matrix: [[1 / 4.2]] },
  },
  {
    density: "binomial",
    parameters: { trials: 12, logit: 0.6 },
    other: { trials: 12, logit: -0.3 },
    rule: enumeration(13),
    fisher: { of: ["logit"], matrix: [[12 * sigmoid(0.6) * sigmoid(-0.6)]] },
  },
  {
    density: "negativeBinomial",
    parameters: { failures: 2.6, logit: 0.4 },
    other: { failures: 2.6, logit: -0.3 },
    rule: enumeration(300),
    fisher: { of: ["logit"], matrix: [[2.6 * sigmoid(0.4)]] },
  },
]; // biome-ignore format: matrices

const notDifferentiated = ["trials", "low", "high"];

describe.each(cases.map((each) => [each.density, JSON.stringify(each.parameters), each] as const))(
  "%s %s, by quadrature or enumeration",
  (_, __, { density, parameters, other, rule, fisher, circular }) => {
    const names = Object.keys(parameters).filter((name) => !notDifferentiated.includes(name));
    const fixture = (of: Numbers): FixtureCase => ({
      density,
      parameters: of,
      values: rule.nodes,
      logProb: [],
      score: Object.fromEntries(names.map((name) => [name, []])),
    });
    const made = densityOf(fixture(parameters));
    const { logProbs, scores } = logProbAndScores(fixture(parameters));
    const p = logProbs.map(Math.exp);
    const expectation = (f: (i: number) => number) => integrate(rule, (i) => (p[i] === 0 ? 0 : p[i] * f(i)));
    /** The quantity of the density, undefined where it throws that there is no closed form. */
    const said = (quantity: () => ReturnType<typeof made.entropy>): number | undefined => {
      try {
        return valuesOf({ value: quantity() }).value[0];
      } catch (error) {
        if (error instanceof NoClosedFormError) return undefined;
        throw error;
      }
    };
    const expectSaid = (value: number | undefined, expected: number) => {
      if (value !== undefined)
        expect(Math.abs(value - expected)).toBeLessThan(1e-8 * Math.max(1, Math.abs(expected)));
    };

    it("sums to 1", () => expect(expectation(() => 1)).toBeCloseTo(1, 9));

    it("has its mean and variance", () => {
      if (circular) {
        expectSaid(
          said(made.mean),
          Math.atan2(
            expectation((i) => Math.sin(rule.nodes[i])),
            expectation((i) => Math.cos(rule.nodes[i])),
          ),
        );
        expectSaid(said(made.variance), 1 - expectation((i) => Math.cos(rule.nodes[i] - parameters.mean)));
        return;
      }
      const mean = said(made.mean);
      if (Number.isNaN(mean)) return;
      expectSaid(
        mean,
        expectation((i) => rule.nodes[i]),
      );
      expectSaid(
        said(made.variance),
        expectation((i) => (rule.nodes[i] - mean!) ** 2),
      );
    });

    it("has its entropy", () => expectSaid(said(made.entropy), -expectation((i) => logProbs[i])));

    it("has its divergence", () => {
      const theirs = densityOf(fixture(other));
      const others = logProbAndScores(fixture(other)).logProbs;
      expectSaid(
        said(() => made.kl(theirs)),
        expectation((i) => logProbs[i] - others[i]),
      );
      expectSaid(
        said(() => made.kl(made)),
        0,
      );
    });

    it("is highest at its mode", () => {
      const mode = valuesOf({ value: made.mode() }).value[0];
      const best = rule.nodes[logProbs.indexOf(Math.max(...logProbs))];
      const atMode = logProbAndScores({ ...fixture(parameters), values: [mode] }).logProbs[0];
      const isInside = Number.isFinite(atMode); // not an end that the support leaves out
      if (isInside) expect(atMode).toBeGreaterThanOrEqual(Math.max(...logProbs) - 1e-9);
      else expect(mode).toBeCloseTo(best, 6);
    });

    if (names.length === 0) return; // it has no parameters that a score is taken of
    it("has scores of mean 0, and the Fisher information of its closed form", () => {
      for (const name of names) expect(Math.abs(expectation((i) => scores[name][i]))).toBeLessThan(1e-8);
      fisher?.of.forEach((a, row) =>
        fisher.of.forEach((b, column) => {
          const information = expectation((i) => scores[a][i] * scores[b][i]);
          expect(information, `${a}, ${b}`).toBeCloseTo(fisher.matrix[row][column], 7);
        }),
      );
    });
  },
);
