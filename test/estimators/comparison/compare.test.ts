import { describe, expect, it } from "vitest";
import { normal } from "../../../src/distributions/index.ts";
import {
  type ComparedEstimator,
  compareEstimators,
  formatComparison,
} from "../../../src/estimators/index.ts";
import { cos, multiply, square, subtract } from "../../../src/graph/index.ts";
import { createGenerator } from "../../../src/random/index.ts";
import { choice, coin, quadratic } from "../problems.ts";

const named = (estimators: readonly ComparedEstimator[], name: string) => {
  const found = estimators.find((each) => each.name === name);
  if (!found) throw new Error(`no ${name} among ${estimators.map((each) => each.name).join(", ")}`);
  return found;
};

describe("compareEstimators", () => {
  it("finds the variances of the table, and no bias, on (x − k)²", () => {
    const comparison = compareEstimators(quadratic(-1), { budget: 40_000 });
    const d = 2;
    expect(comparison.exact!.gradient[0]).toBeCloseTo(2 * d, 10);
    const variances = {
      pathwise: 4 + 4 * d ** 2 + 8,
      measureValued: (8 * d ** 2 * (2 - Math.PI / 2)) / Math.PI + 4 * d ** 2 + 4,
      "scoreFunction, none": d ** 4 + 14 * d ** 2 + 15 + 2 * d ** 4 + 60 * d ** 2 + 74,
      "scoreFunction, optimal": 8 * d ** 2 + 6 + 40 * d ** 2 + 24,
    };
    for (const [name, expected] of Object.entries(variances)) {
      const { variance, effectiveVariance, evaluationsPerTerm, preparation } = named(
        comparison.estimators,
        name,
      );
      // Twice the half of the 95 % interval: |t| > 4.5 with 9 degrees of freedom, 0.15 % each.
      expect(Math.abs(variance.value - expected)).toBeLessThan(
        (2 * (variance.high - variance.low)) / 2 + 0.02 * expected,
      );
      expect(effectiveVariance.value).toBeCloseTo(
        (variance.value * evaluationsPerTerm) / (40_000 - preparation),
        12,
      );
    }
    for (const { bias, unbiased } of comparison.estimators) {
      if (unbiased)
        for (const { value, low, high } of bias!)
          expect(Math.abs(value)).toBeLessThanOrEqual(3 * (high - low));
    }
    expect(comparison.recommendation.name).toBe("pathwise, stratified");
  });

  it("shows pathwise and measure-valued crossing on (x − k)² where the closed forms cross at equal cost", () => {
    // With respect to the mean, and three evaluations for a measure-valued term: 4 against 3 · 8 d² (2 − π/2) / π.
    const crossing = Math.sqrt((4 * Math.PI) / (3 * 8 * (2 - Math.PI / 2)));
    const ratioAt = (d: number) => {
      const { estimators } = compareEstimators({
        parameters: { mean: 1 },
        density: ({ mean }) => normal(mean, 1),
        f: ([x]) => (x - (1 - d)) ** 2,
        expression: (x) => square(subtract(x, 1 - d)),
      });
      const of = (name: string) => named(estimators, name).effectiveVariance.value;
      // The score function does not cross: its least variance, 8 d² + 6, is above 4 for every d.
      expect(of("scoreFunction, optimal")).toBeGreaterThan(of("pathwise"));
      return of("measureValued") / of("pathwise");
    };
    expect(ratioAt(0.9 * crossing)).toBeLessThan(1);
    expect(ratioAt(1.1 * crossing)).toBeGreaterThan(1);
  });

  it("shows pathwise and the score function crossing on cos kx, where the slope of f grows and f does not", () => {
    const winnerAt = (k: number) => {
      const { estimators } = compareEstimators({
        parameters: { mean: 1 },
        density: ({ mean }) => normal(mean, 1),
        f: ([x]) => Math.cos(k * x),
        expression: (x) => cos(multiply(x, k)),
      });
      return named(estimators, "pathwise").effectiveVariance.value <
        named(estimators, "scoreFunction, none").effectiveVariance.value
        ? "pathwise"
        : "score function";
    };
    // E[sin² kx] k² = E[cos² kx (x − 1)²] at k = 1.06.
    expect([0.8, 1.3].map(winnerAt)).toEqual(["pathwise", "score function"]);
  });

  it("prefers an unbiased estimator, and reports the bias of the others", () => {
    const { estimators, recommendation } = compareEstimators(coin(0.7));
    expect(recommendation.name).toBe("measureValued");
    const relaxed = named(estimators, "gumbelSoftmax");
    expect(relaxed.unbiased).toBe(false);
    expect(relaxed.bias![0].low).toBeGreaterThan(0);
    expect(named(estimators, "straightThrough").bias![0].low).toBeGreaterThan(0);
  });

  it("gives the reason for each estimator that is left out", () => {
    const { skipped, estimators } = compareEstimators(choice);
    expect(skipped.map(({ name }) => name)).toEqual([
      "pathwise",
      "pathwise, antithetic",
      "pathwise, stratified",
      "disarm",
      "arm",
    ]);
    expect(skipped[3].reason).toContain("the categorical density does not support it");
    expect(named(estimators, "measureValued").variance.value).toBe(0);
    const { expression: _, ...blackBox } = quadratic(0);
    const [pathwise] = compareEstimators(blackBox).skipped;
    expect(pathwise.reason).toContain("the problem has no expression");
  });

  it("is the same for the same seed, and prints as a table", () => {
    const run = () => compareEstimators(coin(), { budget: 2000, generator: createGenerator(1) });
    expect(run()).toEqual(run());
    const lines = formatComparison(run()).split("\n");
    expect(lines[0]).toBe("exact gradient by enumeration: logit 0.025");
    expect(lines[2]).toMatch(/^estimator +bias +variance +evaluations +variance at 2000 +ratio$/);
    expect(lines.at(-2)).toMatch(
      /^take \w+.*: it is unbiased, and with 2000 evaluations of f its variance is /,
    );
    expect(lines.at(-1)).toBe("not for this problem: pathwise; pathwise, antithetic; pathwise, stratified");
  });

  it("builds the density once for each number of rows, and once more to try each step of a difference", () => {
    const problem = quadratic(0);
    const rows: number[] = [];
    compareEstimators({
      ...problem,
      density: (parameters) => {
        rows.push(parameters.mean.shape[0]);
        return problem.density(parameters);
      },
    });
    const larger = rows.filter((count) => count > 1);
    expect(new Set(larger).size).toBe(larger.length);
    // With constants and with inputs: the model of one row, trials of constants before each model, and 4 steps.
    expect(rows.length - larger.length).toBe(1 + (larger.length + 1) + 2 * 4);
  });

  it("refuses a budget that is too small", () => {
    expect(() => compareEstimators(coin(), { budget: 10 })).toThrow("compareEstimators: budget is 10");
  });
});
