import { describe, expect, it } from "vitest";
import {
  bernoulli,
  categorical,
  dirichlet,
  gamma,
  mixture,
  normal,
  poisson,
  product,
  uniform,
} from "../../src/distributions/index.ts";
import {
  type Chain,
  chainScoreFunction,
  compareEstimators,
  defineProblem,
  dice,
  type Estimate,
  exactGradient,
  finiteDifferences,
  measureValued,
  NotApplicableError,
  type Parameters,
  pathwise,
  scoreFunction,
  vimco,
} from "../../src/estimators/index.ts";
import { add, exp, multiply, negate, reshape, slice, square, subtract, sum } from "../../src/graph/index.ts";
import { createGenerator } from "../../src/random/index.ts";

const samples = 20_000;
/** Two-sided 5e-9 per comparison: fewer than 200 of them raise a false alarm with 1e-6. */
const widest = 5.85;
const generator = () => createGenerator(2027);

const flat = (numbers: object) => Object.values(numbers).flat() as number[];

/** Gradient and value, against what they should be. */
function expectUnbiased<P extends Parameters>(
  estimate: Estimate<P>,
  value: number,
  gradient: readonly number[],
) {
  const errors = flat(estimate.standardErrors);
  flat(estimate.gradient).forEach((entry, i) => {
    expect(Math.abs(entry - gradient[i])).toBeLessThanOrEqual(widest * errors[i] + 1e-12);
  });
  expect(Math.abs(estimate.value - value)).toBeLessThanOrEqual(widest * estimate.valueStandardError + 1e-12);
  // The comparison would show a difference.
  expect(gradient.some((entry, i) => Math.abs(entry) > 2 * widest * errors[i])).toBe(true);
}

/** The gradient of a function of a list, by central differences with the error h⁴ taken out. */
function slopes(of: (theta: readonly number[]) => number, theta: readonly number[]): number[] {
  return theta.map((_, i) => {
    const at = (h: number) => of(theta.map((each, j) => (j === i ? each + h : each)));
    const central = (h: number) => (at(h) - at(-h)) / (2 * h);
    return (4 * central(1e-3) - central(2e-3)) / 3;
  });
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const softmax = (scores: readonly number[]) => {
  const weights = scores.map(Math.exp);
  return weights.map((weight) => weight / weights.reduce((a, b) => a + b));
};

/** A normal, a Bernoulli and a categorical density under (x − 2b)² (1 + c) + b c. */
const mixed = defineProblem({
  parameters: { mean: 0.7, deviation: 1.3, logit: 0.4, scores: [0.3, -0.2, 1] },
  density: ({ mean, deviation, logit, scores }) =>
    product({ place: normal(mean, deviation), switched: bernoulli(logit), choice: categorical(scores) }),
  f: ([x, b, c]) => (x - 2 * b) ** 2 * (1 + c) + b * c,
});
const theta = flat(mixed.parameters);

function meanOfMixed([mean, deviation, logit, ...scores]: readonly number[]): number {
  const p = softmax(scores);
  return [1 - sigmoid(logit), sigmoid(logit)].reduce(
    (total, ofSwitch, b) =>
      total +
      p.reduce((sum, ofChoice, c) => {
        const square = deviation ** 2 + (mean - 2 * b) ** 2;
        return sum + ofSwitch * ofChoice * (square * (1 + c) + b * c);
      }, 0),
    0,
  );
}

describe("a product of a normal, a Bernoulli and a categorical density", () => {
  const value = meanOfMixed(theta);
  const gradient = slopes(meanOfMixed, theta);

  it("has an exact gradient: the integral over what is continuous, summed over what is not", () => {
    const exact = exactGradient(mixed);
    expect(exact.method).toBe("quadrature");
    expect(exact.value).toBeCloseTo(value, 9);
    flat(exact.gradient).forEach((entry, i) => expect(entry).toBeCloseTo(gradient[i], 8));
  });

  it("is unbiased by the score function, with every baseline and sampling", () => {
    for (const kind of ["none", "moving-average", "leave-one-out", "optimal"] as const) {
      const options = { samples, baseline: { kind }, generator: generator() };
      expectUnbiased(scoreFunction(mixed, options), value, gradient);
    }
    for (const sampling of [{ kind: "antithetic" }, { kind: "stratified", strata: 5 }] as const) {
      expectUnbiased(scoreFunction(mixed, { samples, sampling, generator: generator() }), value, gradient);
    }
  });

  it("is unbiased by DiCE, second derivatives too", () => {
    const estimate = dice(mixed, { samples, generator: generator() });
    expectUnbiased(estimate, value, gradient);
    theta.forEach((_, i) => {
      const row = slopes((moved) => slopes(meanOfMixed, moved)[i], theta);
      row.forEach((second, j) => {
        const error = estimate.hessianStandardErrors[i][j];
        expect(Math.abs(estimate.hessian[i][j] - second)).toBeLessThanOrEqual(widest * error + 1e-6);
      });
    });
  });

  it("is drawn at other parameters by finite differences", () => {
    const estimate = finiteDifferences(mixed, { samples, generator: generator() });
    // Integers jump as their parameters move, which shows in the errors; the bias of h² is far below them.
    expect(Math.abs(estimate.gradient.mean - gradient[0])).toBeLessThan(
      widest * estimate.standardErrors.mean,
    );
  });

  it("is compared by all estimators that it supports", () => {
    const { recommendation, estimators, exact } = compareEstimators(mixed, {
      budget: 2000,
      generator: generator(),
    });
    expect(estimators.map(({ name }) => name)).toContain("scoreFunction, leave-one-out");
    expect(estimators.map(({ name }) => name)).not.toContain("pathwise");
    expect(exact?.method).toBe("quadrature");
    expect(recommendation.name).toMatch(/scoreFunction/);
  });

  it("is refused by name where one part does not allow it", () => {
    expect(() => pathwise(mixed, { samples })).toThrow(NotApplicableError);
    expect(() => pathwise(mixed, { samples })).toThrow(
      /^pathwise: the product of place \(normal\), switched \(bernoulli\) and choice \(categorical\) density does not support it because of part switched \(bernoulli\) and part choice \(categorical\); it supports scoreFunction, finiteDifferences$/,
    );
    expect(() => measureValued(mixed, { samples })).toThrow(/^measureValued: the product of .* it supports/);
    const moving = defineProblem({
      parameters: { high: 2, mean: 0 },
      density: ({ high, mean }) => product({ width: uniform(0, high), place: normal(mean, 1) }),
      f: ([x, y]) => x * y,
    });
    expect(() => scoreFunction(moving, { samples })).toThrow(
      /^score: the support of the uniform density that is part width depends on the parameters/,
    );
    expect(() => exactGradient(moving)).toThrow(
      "the support of the uniform density that is part width depends on the parameters",
    );
  });
});

describe("a product of continuous families", () => {
  const bell = defineProblem({
    parameters: { mean: 0.3, shape: 2.5 },
    density: ({ mean, shape }) => product([normal(mean, 0.8), gamma(shape, 1.5)]),
    f: ([x, y]) => Math.exp(-((x - y) ** 2)),
    expression: (samples) => {
      const difference = subtract(slice(samples, -1, 0, 1), slice(samples, -1, 1, 2));
      return exp(negate(square(sum(difference, { axis: [-1, -2] }))));
    },
  });

  it("is unbiased by pathwise derivatives and by scores: all against quadrature", () => {
    const { value, gradient, method } = exactGradient(bell);
    expect(method).toBe("quadrature");
    expectUnbiased(pathwise(bell, { samples, generator: generator() }), value, flat(gradient));
    expectUnbiased(scoreFunction(bell, { samples, generator: generator() }), value, flat(gradient));
  });
});

describe("a product of discrete families", () => {
  const discrete = defineProblem({
    parameters: { logit: 0.4, scores: [0.3, -0.2, 1] },
    density: ({ logit, scores }) => product({ switched: bernoulli(logit), choice: categorical(scores) }),
    f: ([b, c]) => 0.8 * b - 0.5 * (c - 1.2) ** 2,
  });
  const weights = ([logit, ...scores]: readonly number[]) =>
    [1 - sigmoid(logit), sigmoid(logit)].flatMap((ofSwitch) => softmax(scores).map((p) => ofSwitch * p));
  const f = [0, 1].flatMap((b) => [0, 1, 2].map((c) => 0.8 * b - 0.5 * (c - 1.2) ** 2));
  const at = flat(discrete.parameters);

  it("has an exact gradient by enumeration", () => {
    const exact = exactGradient(discrete);
    const mean = (theta: readonly number[]) => weights(theta).reduce((sum, p, i) => sum + p * f[i], 0);
    expect([exact.method, exact.error]).toEqual(["enumeration", 0]);
    expect(exact.value).toBeCloseTo(mean(at), 12);
    flat(exact.gradient).forEach((entry, i) => expect(entry).toBeCloseTo(slopes(mean, at)[i], 9));
    expectUnbiased(
      scoreFunction(discrete, { samples, generator: generator() }),
      exact.value,
      flat(exact.gradient),
    );
  });

  it("is unbiased under VIMCO, against all pairs", () => {
    const bound = (theta: readonly number[]) => {
      const p = weights(theta);
      return p.reduce(
        (sum, first, i) =>
          sum +
          p.reduce(
            (own, second, j) => own + first * second * Math.log((Math.exp(f[i]) + Math.exp(f[j])) / 2),
            0,
          ),
        0,
      );
    };
    const estimate = vimco(discrete, { samples, particles: 2, generator: generator() });
    expectUnbiased(estimate, bound(at), slopes(bound, at));
  });

  it("is unbiased in a chain, against all trajectories", () => {
    const chain: Chain<{ logit: number; slope: number; scores: readonly number[] }> = {
      parameters: { logit: 0.4, slope: -0.7, scores: [0.3, -0.2, 1] },
      steps: 2,
      start: [1, 0],
      // The switch depends on the last choice; the choice does not depend on what was before.
      density: ({ logit, slope, scores }, previous) =>
        product({
          switched: bernoulli(add(logit, multiply(slope, slice(previous, -1, 1, 2)))),
          choice: categorical(scores),
        }),
      reward: (trajectory, step) =>
        step * trajectory[2 * step] + trajectory[2 * step + 1] * trajectory[2 * step - 1],
    };
    const mean = ([logit, slope, ...scores]: readonly number[]) => {
      const p = softmax(scores);
      const follow = (trajectory: readonly number[], step: number): number => {
        if (step > 2) return 0;
        const on = sigmoid(logit + slope * trajectory[2 * step - 1]);
        return [1 - on, on].reduce(
          (total, ofSwitch, b) =>
            total +
            p.reduce((sum, ofChoice, c) => {
              const next = [...trajectory, b, c];
              const reward = chain.reward(Float64Array.from(next), step);
              return sum + ofSwitch * ofChoice * (reward + follow(next, step + 1));
            }, 0),
          0,
        );
      };
      return follow(chain.start, 1);
    };
    const point = flat(chain.parameters);
    const estimate = chainScoreFunction(chain, { samples, generator: generator() });
    expectUnbiased(estimate, mean(point), slopes(mean, point));
  });

  it("is not enumerated where one part has no end, and has no exact gradient on a simplex", () => {
    const endless = defineProblem({
      parameters: { rate: 2, logit: 0.3 },
      density: ({ rate, logit }) => product([poisson(rate), bernoulli(logit)]),
      f: ([n, b]) => n * (1 + b),
    });
    expect(() => exactGradient(endless)).toThrow(
      "density has values without end of 2 numbers, and at most 70000 values of several numbers are added up",
    );
    const many = defineProblem({
      parameters: { logits: new Array<number>(20).fill(0) },
      density: ({ logits }) => bernoulli(logits),
      f: ([b]) => b,
    });
    expect(() => exactGradient(many)).toThrow("the bernoulli density has 1048576 values of 20 numbers");
    const p = sigmoid(0.3);
    const estimate = scoreFunction(endless, { samples, generator: generator() });
    expectUnbiased(estimate, 2 * (1 + p), [1 + p, 2 * p * (1 - p)]);

    const onSimplex = defineProblem({
      parameters: { concentration: [1, 2], logit: 0.3 },
      density: ({ concentration, logit }) => product([dirichlet(concentration), bernoulli(logit)]),
      f: ([x, , b]) => x * (1 + b),
    });
    expect(() => exactGradient(onSimplex)).toThrow("lies on a simplex");
    const slope = [2 / 9, -1 / 9].map((each) => each * (1 + p));
    const found = scoreFunction(onSimplex, { samples, generator: generator() });
    expectUnbiased(found, (1 + p) / 3, [...slope, (p * (1 - p)) / 3]);
  });
});

describe("a mixture of products", () => {
  it("has the support of its components, and is unbiased by its score", () => {
    const problem = defineProblem({
      parameters: { weights: [0.2, -0.5], means: [0.5, -1], logits: [1, -0.4] },
      density: ({ weights, means, logits }) =>
        mixture(weights, product({ place: normal(means, 1), switched: bernoulli(logits) })),
      f: ([x, b]) => x ** 2 * (1 + b),
    });
    const mean = ([a, b, ...rest]: readonly number[]) =>
      softmax([a, b]).reduce((sum, p, k) => sum + p * (1 + rest[k] ** 2) * (1 + sigmoid(rest[2 + k])), 0);
    const at = flat(problem.parameters);
    const exact = exactGradient(problem);
    expect(exact.value).toBeCloseTo(mean(at), 8);
    flat(exact.gradient).forEach((entry, i) => expect(entry).toBeCloseTo(slopes(mean, at)[i], 7));
    expectUnbiased(scoreFunction(problem, { samples, generator: generator() }), mean(at), slopes(mean, at));
  });
});

describe("parts that do not depend on the parameters", () => {
  it("are drawn for every sample", () => {
    const noisy = defineProblem({
      parameters: { mean: 1 },
      density: ({ mean }) => product({ noise: normal(0, 1), place: normal(mean, 1) }),
      f: ([noise, place]) => (noise + place) ** 2,
      expression: (x) => reshape(square(sum(x, { axis: -1 })), [x.shape[0], 1]),
    });
    const { value, gradient } = exactGradient(noisy);
    expect([value, gradient.mean].map((each) => Math.round(each * 1e9) / 1e9)).toEqual([3, 2]);
    for (const estimate of [scoreFunction, pathwise]) {
      expectUnbiased(estimate(noisy, { samples, generator: generator() }), 3, [2]);
    }
  });

  it("may stand in every entry of a batch", () => {
    const several = defineProblem({
      parameters: { means: [0.5, -1] },
      density: ({ means }) => product([normal(means, 1), bernoulli(0.3)]),
      f: (x) => x[0] * x[1] + x[2] * x[3],
    });
    const p = sigmoid(0.3);
    const exact = exactGradient(several);
    expect(exact.value).toBeCloseTo(-0.5 * p, 9);
    expectUnbiased(scoreFunction(several, { samples, generator: generator() }), -0.5 * p, [p, p]);
  });
});
