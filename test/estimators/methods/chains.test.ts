import { describe, expect, it } from "vitest";
import { createReferenceBackend } from "../../../src/backends/reference/index.ts";
import { compile } from "../../../src/compiler/index.ts";
import { affine, bernoulli, gamma, normal, uniform } from "../../../src/distributions/index.ts";
import {
  type Chain,
  chainScoreFunction,
  dice,
  diceObjective,
  evolutionStrategy,
  exactGradient,
  type Problem,
  vimco,
} from "../../../src/estimators/index.ts";
import {
  add,
  concatenate,
  constant,
  type FloatExpression,
  grad,
  multiply,
  reshape,
  slice,
  subtract,
  sum,
  variable,
} from "../../../src/graph/index.ts";
import { createGenerator } from "../../../src/random/index.ts";
import { choice, coins, quadratic } from "../problems.ts";

const samples = 20_000;
/** Two-sided 5e-9 per comparison: fewer than 200 of them raise a false alarm with 1e-6. */
const widest = 5.85;

const steps = 3;
const theta = [0.4, -0.9] as const;
const rewardOf = (trajectory: ArrayLike<number>, step: number) =>
  step * trajectory[step] - 0.7 * trajectory[step] * trajectory[step - 1] + 0.2;

/** x_t ~ Bernoulli(σ(a + b x_{t−1})), x_0 = 1. */
const chain: Chain<{ offset: number; slope: number }> = {
  parameters: { offset: theta[0], slope: theta[1] },
  steps,
  start: [1],
  density: ({ offset, slope }, previous) => bernoulli(add(offset, multiply(slope, previous))),
  reward: rewardOf,
};

const trajectories = Array.from({ length: 2 ** steps }, (_, code) => [
  1,
  ...Array.from({ length: steps }, (_, t) => (code >> t) & 1),
]);

function probabilityOf(trajectory: number[], [a, b]: readonly number[]): number {
  let probability = 1;
  for (let t = 1; t <= steps; t++) {
    const one = 1 / (1 + Math.exp(-(a + b * trajectory[t - 1])));
    probability *= trajectory[t] === 1 ? one : 1 - one;
  }
  return probability;
}

const returnOf = (trajectory: number[]) =>
  Array.from({ length: steps }, (_, t) => rewardOf(trajectory, t + 1)).reduce((a, b) => a + b);
const expectedReturn = (at: readonly number[]) =>
  trajectories.reduce((total, each) => total + probabilityOf(each, at) * returnOf(each), 0);

/** Central differences of differences, one order after another. */
function derivative(
  f: (x: readonly number[]) => number,
  at: readonly number[],
  axes: readonly number[],
  h = 2e-3,
): number {
  const [axis, ...rest] = axes;
  if (axis === undefined) return f(at);
  const moved = (by: number) => derivative(f, at.with(axis, at[axis] + by), rest, h);
  // Fourth order: the error falls as h⁴.
  return (8 * (moved(h) - moved(-h)) - (moved(2 * h) - moved(-2 * h))) / (12 * h);
}

describe("a chain of samples", () => {
  const exact = [derivative(expectedReturn, theta, [0]), derivative(expectedReturn, theta, [1])];

  it("has the sum of the scores as its score, with rewards to go or with all of them", () => {
    for (const options of [{}, { of: 1 }, { rewardsToGo: false }]) {
      const { gradient, standardErrors, value, valueStandardError } = chainScoreFunction(chain, {
        samples,
        generator: createGenerator(3),
        ...options,
      });
      expect(Math.abs(gradient.offset - exact[0])).toBeLessThan(widest * standardErrors.offset);
      expect(Math.abs(gradient.slope - exact[1])).toBeLessThan(widest * standardErrors.slope);
      expect(Math.abs(value - expectedReturn(theta))).toBeLessThan(widest * valueStandardError);
    }
  });

  it("has less variance with rewards to go", () => {
    const run = (rewardsToGo: boolean) =>
      chainScoreFunction(chain, { samples, rewardsToGo, of: 1, generator: createGenerator(3) })
        .standardErrors;
    expect(run(true).offset).toBeLessThan(run(false).offset);
  });

  it("takes continuous steps: the gradient of the mean of a random walk's end is the number of its steps", () => {
    const walk: Chain<{ drift: number }> = {
      parameters: { drift: 0.3 },
      steps: 5,
      start: [0],
      density: ({ drift }, previous) => normal(add(drift, previous), 1),
      reward: (x, step) => (step === 5 ? x[5] : 0),
    };
    const { gradient, standardErrors } = chainScoreFunction(walk, { samples, generator: createGenerator(4) });
    expect(Math.abs(gradient.drift - 5)).toBeLessThan(widest * standardErrors.drift);
  });

  it("refuses a reward that is not finite, and a start of the wrong length", () => {
    const lost = { ...chain, reward: (_: Float64Array, step: number) => (step === 2 ? Number.NaN : 0) };
    expect(() => chainScoreFunction(lost, { samples })).toThrow(
      /^reward: it returned NaN at step 2 of x = \[1, [01], [01]\]/,
    );
    const single: typeof chain = { ...chain, start: [1, 1], density: ({ offset }) => bernoulli(offset) };
    expect(() => chainScoreFunction(single, { samples })).toThrow("start has 2 numbers");
  });

  it("refuses a support whose ends depend on the parameters, at some previous samples at least", () => {
    const within = (low: Ends, high: Ends): Chain<{ width: number }> => ({
      parameters: { width: 0.5 },
      steps: 3,
      start: [0],
      density: ({ width }, previous) => uniform(low(width, previous), high(width, previous)),
      reward: (x, step) => x[step],
    });
    type Ends = (width: FloatExpression, previous: FloatExpression) => FloatExpression;
    const one: Ends = (_, previous) => add(previous, 1);
    const moving: [Ends, Ends][] = [
      [(_, previous) => previous, (width, previous) => add(previous, width)],
      // Not at the start, where the previous sample is 0.
      [(width, previous) => multiply(width, previous), one],
    ];
    for (const [low, high] of moving) {
      expect(() => chainScoreFunction(within(low, high), { samples })).toThrow(
        "score: the support of the uniform density depends on the parameters, so the score misses what happens at its ends; " +
          "give chainScoreFunction a density whose ends are numbers, or depend on the previous sample alone",
      );
    }
    const still: [Ends, Ends][] = [
      [(_, previous) => previous, one],
      [(width, previous) => multiply(previous, subtract(width, width)), one],
    ];
    for (const [low, high] of still) {
      expect(chainScoreFunction(within(low, high), { samples: 1000 }).gradient.width).toBe(0);
    }
  });

  it("may be multiplied by the parameters where that does not move an end", () => {
    const product: Chain<{ factor: number }> = {
      parameters: { factor: 0.8 },
      steps: 3,
      start: [1],
      density: ({ factor }, previous) => affine(gamma(2, 2), 0, multiply(previous, factor)),
      reward: (x, step) => (step === 3 ? x[3] : 0),
    };
    const { gradient, standardErrors } = chainScoreFunction(product, {
      samples,
      generator: createGenerator(4),
    });
    // E[x_3] = factor³.
    expect(Math.abs(gradient.factor - 3 * 0.8 ** 2)).toBeLessThan(widest * standardErrors.factor);
  });
});

describe("DiCE", () => {
  it("has the exact derivatives of a chain up to the third order, summed over all trajectories", () => {
    const parameters = variable("theta", [2], theta);
    const count = trajectories.length;
    const column = (t: number) =>
      constant(
        trajectories.map((each) => each[t]),
        [count],
      );
    const logProbs = Array.from({ length: steps }, (_, i) => {
      const [a, b] = [slice(parameters, 0, 0, 1), slice(parameters, 0, 1, 2)];
      const logit = add(a, multiply(b, column(i)));
      return reshape(bernoulli(logit).logProb(column(i + 1)), [count, 1]);
    });
    const rewards = trajectories.flatMap((each) =>
      Array.from({ length: steps }, (_, i) => rewardOf(each, i + 1)),
    );
    const joined = concatenate(logProbs, 1);
    const perTrajectory = diceObjective(joined, constant(rewards, [count, steps]));
    const weights = constant(
      trajectories.map((each) => probabilityOf(each, theta)),
      [count],
    );
    const surrogate = sum(multiply(perTrajectory, weights));

    const [first] = grad(surrogate, [parameters]);
    const entry = (vector: typeof first, i: number) => sum(slice(vector, 0, i, i + 1));
    const [second] = grad(entry(first, 0), [parameters]);
    const [third] = grad(entry(second, 1), [parameters]);
    const program = compile<
      Record<never, never>,
      Record<"surrogate" | "first" | "second" | "third", typeof first>,
      Float64Array
    >({ outputs: { surrogate, first, second, third } }, createReferenceBackend());
    program.run();
    expect(program.outputs.surrogate[0]).toBeCloseTo(expectedReturn(theta), 12);
    for (const i of [0, 1]) {
      expect(program.outputs.first[i]).toBeCloseTo(derivative(expectedReturn, theta, [i]), 9);
      expect(program.outputs.second[i]).toBeCloseTo(derivative(expectedReturn, theta, [0, i]), 8);
      expect(program.outputs.third[i]).toBeCloseTo(derivative(expectedReturn, theta, [0, 1, i]), 6);
    }
  });

  it("estimates the Hessian of E[f], for discrete and continuous densities", () => {
    // E[(x − 3)²] = σ² + (μ − 3)².
    const smooth = dice(quadratic(3), { samples, generator: createGenerator(5) });
    const expected = [
      [2, 0],
      [0, 2],
    ];
    smooth.hessian.forEach((row, i) =>
      row.forEach((entry, j) =>
        expect(Math.abs(entry - expected[i][j])).toBeLessThan(widest * smooth.hessianStandardErrors[i][j]),
      ),
    );
    const { hessian, hessianStandardErrors, gradient } = dice(coins, {
      samples,
      generator: createGenerator(6),
    });
    const gradientAt = (logits: readonly number[], i: number) =>
      exactGradient({ ...coins, parameters: { logits } } as unknown as Problem<{ logits: number[] }>).gradient
        .logits[i];
    expect(gradient.logits).toHaveLength(3);
    hessian.forEach((row, i) =>
      row.forEach((entry, j) => {
        const exact = derivative((at) => gradientAt(at, i), [...coins.parameters.logits], [j]);
        expect(Math.abs(entry - exact)).toBeLessThan(widest * hessianStandardErrors[i][j]);
      }),
    );
  });
});

describe("VIMCO", () => {
  it("estimates the gradient of log (1/K) Σ exp f without bias", () => {
    const { logits } = choice.parameters;
    const f = (k: number) => choice.f!(Float64Array.of(k));
    const bound = (at: readonly number[]) => {
      const total = at.reduce((sum, logit) => sum + Math.exp(logit), 0);
      const p = at.map((logit) => Math.exp(logit) / total);
      let expectation = 0;
      p.forEach((first, a) =>
        p.forEach((second, b) => {
          expectation += first * second * Math.log((Math.exp(f(a)) + Math.exp(f(b))) / 2);
        }),
      );
      return expectation;
    };
    const estimate = vimco(choice, { samples, particles: 2, generator: createGenerator(8) });
    expect(Math.abs(estimate.value - bound(logits))).toBeLessThan(widest * estimate.valueStandardError);
    estimate.gradient.logits.forEach((entry, i) => {
      const error = estimate.standardErrors.logits[i];
      expect(Math.abs(entry - derivative(bound, [...logits], [i]))).toBeLessThan(widest * error);
    });
    expect(estimate.terms).toBe(samples / 2);
    expect(() => vimco(choice, { samples, particles: 1 })).toThrow("vimco: particles is 1");
  });
});

describe("evolution strategies", () => {
  const target = [1, -2, 0.5];
  const distance = (x: Float64Array) => x.reduce((sum, each, i) => sum + (each - target[i]) ** 2, 0);
  const at = [0, 0, 0];

  it("estimate the gradient of the smoothed function: 2 (θ − target) of a squared distance, whatever σ is", () => {
    for (const deviation of [0.01, 1]) {
      const estimate = evolutionStrategy(distance, at, { samples, deviation, generator: createGenerator(9) });
      estimate.gradient.parameters.forEach((entry, i) =>
        expect(Math.abs(entry + 2 * target[i])).toBeLessThan(widest * estimate.standardErrors.parameters[i]),
      );
      const smoothed = distance(Float64Array.from(at)) + 3 * deviation ** 2;
      expect(Math.abs(estimate.value - smoothed)).toBeLessThan(widest * estimate.valueStandardError);
      expect(estimate.evaluations).toBe(samples);
    }
  });

  it("do not depend on the scale of f when they take ranks", () => {
    const ranked = (scale: number) =>
      evolutionStrategy((x) => scale * distance(x) ** 3, at, { samples: 200, shaping: "ranks" }).gradient
        .parameters;
    expect(ranked(1)).toEqual(ranked(1e9));
    ranked(1).forEach((entry, i) => expect(Math.sign(entry)).toBe(-Math.sign(target[i])));
  });

  it("refuse what is not finite", () => {
    expect(() => evolutionStrategy(() => Number.NaN, at, { samples })).toThrow(
      "f: it returned NaN for sample 0",
    );
    expect(() => evolutionStrategy(distance, at, { samples, deviation: 0 })).toThrow("deviation is 0");
  });
});

describe("rewards to go", () => {
  it("keep what is small beside a large reward of before, of which nothing is left in them", () => {
    const paid = (first: number): Chain<{ mean: number }> => ({
      parameters: { mean: 0 },
      steps: 2,
      start: [0],
      density: ({ mean }) => normal(mean, 1),
      reward: (trajectory, step) => (step === 1 ? first : trajectory[2]),
    });
    const gradientAt = (first: number) =>
      chainScoreFunction(paid(first), { samples, of: 2, generator: createGenerator(1) });
    const { gradient, standardErrors } = gradientAt(1e17);
    expect(standardErrors.mean).toBeLessThan(0.1);
    expect(Math.abs(gradient.mean - 1)).toBeLessThan(widest * standardErrors.mean);
    // The first reward is the same for all, and the mean of the others takes it away from the first step.
    expect(gradient.mean).toBeCloseTo(gradientAt(0).gradient.mean, 1);
  });
});
