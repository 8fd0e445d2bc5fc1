import { describe, expect, it } from "vitest";
import { bernoulli, categorical, normal } from "../../src/distributions/index.ts";
import {
  arm,
  compareEstimators,
  exactGradient,
  gumbelSoftmax,
  measureValued,
  pathwise,
  scoreFunction,
} from "../../src/estimators/index.ts";
import { log, sum } from "../../src/graph/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { choice, quadratic } from "./problems.ts";

const samples = 100;

describe("errors", () => {
  it("name the sample for which f is not a finite number", () => {
    const problem = { ...quadratic(0), f: ([x]: Float64Array) => (x > 1.5 ? Number.NaN : x) };
    expect(() => scoreFunction(problem, { samples })).toThrow(
      /^f: it returned NaN for sample \d+, x = \[(1\.[5-9]|[2-9])/,
    );
    const infinite = { ...quadratic(0), f: () => Infinity };
    expect(() => measureValued(infinite, { samples })).toThrow("f: it returned Infinity for sample 0");
  });

  it("list the estimators that the density supports", () => {
    expect(() => pathwise(choice, { samples })).toThrow(
      "pathwise: the categorical density does not support it; it supports scoreFunction, finiteDifferences, measureValued",
    );
    expect(() => arm(quadratic(0), { samples })).toThrow(/the normal density .* pathwise, measureValued$/);
  });

  it("name the parameter outside its range", () => {
    const wrong = quadratic(0, { mean: 0, deviation: -1 });
    expect(() => scoreFunction(wrong, { samples })).toThrow("normal: standardDeviation is -1");
    expect(() => pathwise(wrong, { samples })).toThrow("normal: standardDeviation is -1");
    const hidden = {
      ...wrong,
      density: ({ mean, deviation }: typeof wrong extends { density: (p: infer P) => unknown } ? P : never) =>
        normal(mean, log(deviation)),
    };
    expect(() => scoreFunction(hidden, { samples })).toThrow(/not finite at mean = 0, deviation = -1/);
    expect(() => scoreFunction(quadratic(0, { mean: Number.NaN, deviation: 1 }), { samples })).toThrow(
      "parameters: mean is NaN; it must be a finite number or a list of them",
    );
  });

  it("say that an expression is missing, or has the wrong shape", () => {
    const { expression: _, ...blackBox } = quadratic(0);
    expect(() => pathwise(blackBox, { samples })).toThrow("pathwise: the problem has no expression");
    const whole = { ...quadratic(0), expression: sum };
    expect(() => pathwise(whole, { samples })).toThrow("expression: it made [] of samples [100, 1]");
  });

  it("say what a function returned in the place of a density or an expression", () => {
    for (const found of [undefined, 3]) {
      const none = { ...quadratic(0), density: () => found as never };
      for (const estimator of [scoreFunction, compareEstimators, exactGradient]) {
        expect(() => estimator(none, estimator === scoreFunction ? { samples } : ({} as never))).toThrow(
          `density: it returned ${found}; it must be a function of the parameters that returns a density`,
        );
      }
      const noExpression = { ...quadratic(0), expression: () => found as never };
      expect(() => pathwise(noExpression, { samples })).toThrow(
        `expression: it returned ${found}; it must return`,
      );
    }
  });

  it("name the parameter that is no number and no list of numbers", () => {
    for (const [mean, shown] of [
      ["1", '"1"'],
      [null, "null"],
      [new Float64Array(2), "an object"],
      [[], "an empty list"],
    ]) {
      const wrong = quadratic(0, { mean, deviation: 1 } as never);
      expect(() => scoreFunction(wrong, { samples })).toThrow(`parameters: mean is ${shown}; it must be`);
    }
  });

  it("name the density that does not have the samples' axis", () => {
    const summed = { ...quadratic(0), density: () => normal(0, 1) };
    expect(() => scoreFunction(summed, { samples })).toThrow(
      "the normal has batch shape [] for parameters of",
    );
  });

  it("refuse what cannot be averaged or combined", () => {
    expect(() => scoreFunction(quadratic(0), { samples: 1 })).toThrow("scoreFunction: samples is 1");
    const options = {
      samples,
      sampling: { kind: "antithetic" },
      baseline: { kind: "leave-one-out" },
    } as const;
    expect(() => scoreFunction(quadratic(0), options)).toThrow(
      "needs independent samples, and sampling is antithetic",
    );
    const layers = { samples, sampling: { kind: "stratified", strata: 1.5 } } as const;
    expect(() => pathwise(quadratic(0), layers)).toThrow("sampling: strata is 1.5");
    const one = { samples, baseline: { kind: "leave-one-out", of: 1 } } as const;
    expect(() => scoreFunction(quadratic(0), one)).toThrow('baseline "leave-one-out": of is 1');
    const decay = { samples, baseline: { kind: "moving-average", decay: 1 } } as const;
    expect(() => scoreFunction(quadratic(0), decay)).toThrow("decay is 1");
    expect(() => gumbelSoftmax(choice, { samples, temperature: 0 })).toThrow("temperature is 0");
  });
});

describe("estimates", () => {
  it("are the same for the same seed, and by default", () => {
    const run = (seed: number) => scoreFunction(quadratic(3), { samples, generator: createGenerator(seed) });
    expect(run(5)).toEqual(run(5));
    expect(run(5)).not.toEqual(run(6));
    expect(scoreFunction(quadratic(3), { samples })).toEqual(run(0));
  });

  it("count every evaluation of f", () => {
    for (const [density, parameters] of [
      [bernoulli, [0.2]],
      [categorical, [0.1, 0.2, 0.3]],
    ] as const) {
      let calls = 0;
      const problem = {
        parameters: { logits: parameters },
        density: ({ logits }: { logits: Parameters<typeof density>[0] }) => density(logits as never),
        f: ([x]: Float64Array) => {
          calls++;
          return x;
        },
      };
      const optimal = scoreFunction(problem, { samples: 1000, baseline: { kind: "optimal" } });
      // The last chunk may be larger than what was left to average.
      expect(calls).toBeGreaterThanOrEqual(optimal.evaluations);
      expect(optimal.evaluations).toBe(1100);
      calls = 0;
      const weak = measureValued(problem, { samples: 1000 });
      expect(weak.evaluations).toBe(1000 * (density === bernoulli ? 3 : 4));
      expect(calls).toBe(weak.evaluations);
    }
  });
});
