// Values and parameters at the edge: a density says what is so there, or refuses.
import { describe, expect, it } from "vitest";
import {
  affine,
  categorical,
  createSampler,
  type Density,
  exponential,
  expTransform,
  gamma,
  mixture,
  multivariateNormal,
  relaxedCategorical,
  type Support,
  sigmoidTransform,
  transformed,
  truncatedNormal,
  uniform,
} from "../../src/distributions/index.ts";
import { constant, type FloatExpression, grad, sum, toExpression, variable } from "../../src/graph/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { valuesOf } from "./evaluate.ts";

function endsOf(support: Support): number[] {
  if (support.kind !== "interval") throw new Error(support.kind);
  const { low, high } = valuesOf({ low: toExpression(support.low), high: toExpression(support.high) });
  return [...low, ...high];
}

describe("a mixture", () => {
  it("has log-density −∞ and no gradient where none of its components has the value", () => {
    const logits = variable("logits", [1, 2], [0.2, 0.1]) as unknown as FloatExpression;
    const density = mixture(logits, exponential(constant([1, 2], [1, 2])));
    const logProb = density.logProb(constant([-1, 0.5], [2]));
    const [gradient] = grad(sum(logProb), [logits]);
    const found = valuesOf({ logProb, gradient });
    expect(found.logProb[0]).toBe(-Infinity);
    expect(found.logProb[1]).toBeCloseTo(-0.4035917, 7);
    // The gradient is that of the second value alone: of the posterior less the prior of its component.
    const prior = 1 / (1 + Math.exp(-0.1));
    const posterior = 1 / (1 + Math.exp(-0.1 - Math.log(Math.exp(-0.5) / (2 * Math.exp(-1)))));
    expect(found.gradient[0]).toBeCloseTo(posterior - prior, 12);
    expect(found.gradient[0] + found.gradient[1]).toBeCloseTo(0, 12);
  });

  it("spans the supports of its components", () => {
    const components = uniform(constant([0, 0.5, -3, 2], [2, 2]), constant([1, 3, -2, 4], [2, 2]));
    const { support } = mixture(constant([0, 0, 0, 0], [2, 2]), components);
    expect(endsOf(support)).toEqual([0, -3, 3, 4]);
  });
});

describe("a transform", () => {
  it("moves the ends of the support", () => {
    const of = ({ support }: Density) => endsOf(support);
    expect(of(affine(exponential(1), 3, 2))).toEqual([3, Infinity]);
    expect(of(affine(exponential(1), 3, -2))).toEqual([-Infinity, 3]);
    expect(of(affine(uniform(0, 1), 3, -2))).toEqual([1, 3]);
    expect(of(transformed(gamma(1, 1), expTransform))).toEqual([1, Infinity]);
    expect(of(transformed(truncatedNormal(0, 1, 0), sigmoidTransform))).toEqual([0.5, 1]);
  });
});

describe("a relaxed categorical", () => {
  it("has its own samples, however cold it is", () => {
    const density = relaxedCategorical(0.01, constant([0, 10, -10], [3]));
    const drawn = createSampler(density, 1000).draw(createGenerator(1));
    const { logProb } = valuesOf({ logProb: density.logProb(constant(drawn, [1000, 3])) });
    expect(logProb.every(Number.isFinite)).toBe(true);
  });
});

describe("parameters that are known and cannot be", () => {
  it.each([
    [
      "uniform: low is 3 and high is 2 (entry 1)",
      () => uniform(constant([0, 3], [2]), constant([1, 2], [2])),
    ],
    ["uniform: low is 1 and high is 1 (entry 1)", () => uniform(constant([0, 1], [2]), 1)],
    ["uniform: low is -1e+308 and high is 1e+308; high − low", () => uniform(-1e308, 1e308)],
    [
      "truncatedNormal: low is 1 and high is 0",
      () => truncatedNormal(0, 1, constant([1], [1]), constant([0], [1])),
    ],
    [
      "multivariateNormal: factor[1][1] is -2",
      () => multivariateNormal(constant([0, 0], [2]), constant([1, 0, 3, -2], [2, 2])),
    ],
    [
      "categorical: row 1 of legal has only 0",
      () => categorical(constant([1, 2, 3, 4], [2, 2]), constant([1, 0, 0, 0], [2, 2])),
    ],
  ])("%s", (message, make) => expect(make).toThrow(message));
});
