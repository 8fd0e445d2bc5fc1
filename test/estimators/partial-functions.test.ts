// f that is not defined everywhere, such as a table of the values that occur.
import { describe, expect, it } from "vitest";
import { bernoulli, binomial, type Density, poisson } from "../../src/distributions/index.ts";
import {
  compareEstimators,
  defineProblem,
  exactGradient,
  NotApplicableError,
  type Problem,
} from "../../src/estimators/index.ts";
import type { FloatExpression } from "../../src/graph/index.ts";
import { normalProblem } from "./problems.ts";

const of = (parameter: number, density: (k: FloatExpression) => Density, f: (x: number) => number) =>
  defineProblem({ parameters: { k: parameter }, density: ({ k }) => density(k), f: ([x]) => f(x) });

/** Numbers of mean 1; 16 or more come once in 10¹⁴. */
const counts: readonly ((f: (x: number) => number) => Problem<{ k: number }>)[] = [
  (f) => of(1, (rate) => poisson(rate), f),
  (f) => of(-Math.log(999), (logit) => binomial(1000, logit), f),
];
const squares = Array.from({ length: 16 }, (_, i) => i * i);
const undefinedBeyond = (table: readonly number[]) => (x: number) => table[x];
const throwingBeyond = (table: readonly number[]) => (x: number) => {
  if (!(x in table)) throw new Error(`there is no entry ${x}`);
  return table[x];
};
const within = (limit: number) =>
  normalProblem((x) => {
    if (Math.abs(x - 1) > limit) throw new Error("too far");
    return x;
  }, undefined);

describe("f that fails only where samples are rare", () => {
  it("has estimates and no exact gradient, with the reason", () => {
    for (const count of counts) {
      for (const [f, reason] of [
        [undefinedBeyond(squares), "f: it returned NaN for x = [16]; it must be a finite number"],
        [
          throwingBeyond(squares),
          "f: it threw an error for x = [16] (there is no entry 16); it must return a finite number",
        ],
      ] as const) {
        const { noExact, estimators } = compareEstimators(count(f));
        expect(noExact).toContain(reason);
        expect(estimators.map(({ name }) => name)).toContain("scoreFunction, leave-one-out");
        expect(() => exactGradient(count(f))).toThrow(NotApplicableError);
      }
    }
    const { noExact, estimators } = compareEstimators(within(6));
    expect(noExact).toMatch(/^f: it threw an error for x = \[-?\d.*\] \(too far\)/);
    expect(estimators.map(({ name }) => name)).toContain("scoreFunction, leave-one-out");
  });

  it("leaves out the estimators that ask f for what is not drawn", () => {
    const { skipped, estimators } = compareEstimators(
      of(
        40,
        (logit) => bernoulli(logit),
        (x) => {
          if (x === 0) throw "never";
          return 1;
        },
      ),
    );
    expect(skipped).toContainEqual({
      name: "measureValued",
      reason:
        'measureValued: it asks f beyond its samples, where it threw an error for x = [0] ("never"); ' +
        "it must return a finite number",
    });
    expect(estimators.map(({ name }) => name)).toContain("scoreFunction, leave-one-out");
  });
});

describe("f that fails for samples", () => {
  it("has its own error, from the exact gradient too", () => {
    for (const run of [compareEstimators, exactGradient]) {
      for (const count of counts) {
        expect(() => run(count(throwingBeyond([0, 1])))).toThrow(/^there is no entry [2-9]$/);
        expect(() => run(count(undefinedBeyond([0, 1])))).toThrow(
          /^f: it returned NaN for sample \d+, x = \[[2-9]\]/,
        );
      }
      expect(() => run(within(0.5))).toThrow(/^too far$/);
    }
  });
});
