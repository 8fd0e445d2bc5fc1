// Values and parameters at the edge of their range: a density is right there, or throws.
import { describe, expect, it } from "vitest";
import {
  affine,
  categorical,
  cauchy,
  createSampler,
  type Density,
  diagonalNormal,
  dirichlet,
  exponential,
  expTransform,
  gamma,
  mixture,
  multivariateNormal,
  normal,
  relaxedCategorical,
  type Support,
  sigmoidTransform,
  tanhTransform,
  transformed,
  truncatedNormal,
  uniform,
} from "../../src/distributions/index.ts";
import {
  add,
  broadcastTo,
  constant,
  type FloatExpression,
  grad,
  multiply,
  sum,
  toExpression,
  variable,
} from "../../src/graph/index.ts";
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

describe("a transform whose parameters are wider than the batch of its base", () => {
  const three = constant([1, 2, 3], [3]);

  it("has their batch in all its quantities", () => {
    const density = affine(normal(0, 1), three, 2);
    expect(density.batchShape).toEqual([3]);
    const logProb = density.logProb(constant([1, 2, 3], [3]));
    expect(density.noise.shape).toEqual([3]);
    expect(density.logProb(constant(0)).shape).toEqual([3]);
    const { mean, variance, mode, entropy, kl, ...rest } = valuesOf({
      mean: density.mean(),
      variance: density.variance(),
      mode: density.mode(),
      entropy: density.entropy(),
      kl: density.kl(density),
      logProb,
    });
    expect([mean, variance, mode, kl]).toEqual([[1, 2, 3], [4, 4, 4], [1, 2, 3], [0, 0, 0]]); // biome-ignore format: one row
    for (const each of entropy) expect(each).toBeCloseTo(0.5 + 0.9189385332046727 + Math.LN2, 14);
    for (const each of rest.logProb) expect(each).toBeCloseTo(-0.9189385332046727 - Math.LN2, 14);
  });

  const bases: [name: string, base: Density, shift: number[], batch: number[]][] = [
    ["of one number", normal(0, 1), [3], [3]],
    ["of a batch of 1", normal(constant([0], [1]), 1), [2, 3], [2, 3]],
    ["with an axis of 1 behind another", gamma(constant([5, 50], [2, 1]), 5), [2, 3], [2, 3]],
    ["with an axis of 1 before another", gamma(constant([5, 50], [1, 2]), 5), [3, 1], [3, 2]],
    ["of vectors", diagonalNormal(constant([0, 5], [2]), 0), [3, 2], [3]],
    ["mixture", mixture(constant([0, 1], [1, 2]), normal(constant([0, 5], [1, 2]), 1)), [3], [3]],
    ["drawn mixture", mixture(constant([0, 1], [2]), gamma(constant([2, 5], [2]), 1)), [3], [3]],
    ["transform", transformed(gamma(5, 5), tanhTransform), [2, 2], [2, 2]],
  ];
  it.each(bases)(
    "%s repeats it with draws of their own, and keeps each where it was",
    (_, base, shape, batch) => {
      const size = shape.reduce((a, b) => a * b, 1);
      const shift = constant(
        Array.from({ length: size }, (_, i) => 100 * i),
        shape,
      );
      const density = affine(base, shift, 2);
      expect(density.batchShape).toEqual(batch);
      const count = 2000;
      const drawn = createSampler(density, count).draw(createGenerator(1));
      const whole = [...batch, ...density.eventShape];
      const entries = whole.reduce((a, b) => a * b, 1);
      const columns = Array.from({ length: entries }, (_, entry) =>
        Array.from({ length: count }, (_, i) => drawn[i * entries + entry]),
      );
      const meanOf = (x: number[]) => x.reduce((a, b) => a + b) / count;
      // The mean of each entry, by the mean of the base and the shift.
      const own = createSampler(base, count).draw(createGenerator(2));
      const width = own.length / count;
      const ofBase = Array.from({ length: width }, (_, entry) =>
        meanOf(Array.from({ length: count }, (_, i) => own[i * width + entry])),
      );
      const { expected } = valuesOf({
        expected: broadcastTo(
          add(shift, multiply(constant(ofBase, [...base.batchShape, ...base.eventShape]), 2)),
          whole,
        ),
      });
      // Standard deviations are 5.3 at most: a difference of two means within 4.9 of its own.
      columns.forEach((x, entry) => {
        expect(Math.abs(meanOf(x) - expected[entry])).toBeLessThan(4.9 * 5.3 * Math.sqrt(2 / count));
      });
      // Draws of two entries are independent.
      for (let entry = 1; entry < entries; entry++) {
        const [a, b] = [columns[0], columns[entry]].map((x) => x.map((value) => value - meanOf(x)));
        const dot = (x: number[], y: number[]) => x.reduce((total, value, i) => total + value * y[i], 0);
        expect(Math.abs(dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)))).toBeLessThan(4.9 / Math.sqrt(count));
      }
      const logProb = density.logProb(constant(Array.from(drawn), [count, ...whole]));
      expect(logProb.shape).toEqual([count, ...batch]);
      expect(valuesOf({ logProb }).logProb.every(Number.isFinite)).toBe(true);
    },
  );

  it("may not be wider than one value", () => {
    expect(() => affine(diagonalNormal(constant([0], [1]), 0), three, 1)).toThrow(
      /^affine of diagonalNormal: the transform's parameters have shape \[3\], and the base's values \[1\]/,
    );
  });
});

describe("a relaxed categorical", () => {
  it("gives its own samples a finite log-density at low temperatures too", () => {
    const density = relaxedCategorical(0.01, constant([0, 10, -10], [3]));
    const drawn = createSampler(density, 1000).draw(createGenerator(1));
    const { logProb } = valuesOf({ logProb: density.logProb(constant(drawn, [1000, 3])) });
    expect(logProb.every(Number.isFinite)).toBe(true);
  });
});

describe("known parameters that are not valid are refused", () => {
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
      "multivariateNormal: factor[1][0] is Infinity; it must be a finite number",
      () => multivariateNormal(constant([0, 0], [2]), constant([1, 0, Infinity, 1], [2, 2])),
    ],
    [
      "multivariateNormal: factor[1][0] is NaN; it must be a finite number",
      () => multivariateNormal(constant([0, 0], [2]), constant([1, 0, Number.NaN, 1], [2, 2])),
    ],
    [
      "multivariateNormal: factor[1][1] is Infinity; the diagonal must be above 0 and finite",
      () => multivariateNormal(constant([0, 0], [2]), constant([1, 0, 0, 1, 1, 0, 0, Infinity], [2, 2, 2])),
    ],
    ["diagonalNormal: mean has shape []; it must have an axis", () => diagonalNormal(constant(0), 0)],
    [
      "diagonalNormal: shapes [3] and [2] do not broadcast",
      () => diagonalNormal(constant([0, 0, 0], [3]), constant([0, 0], [2])),
    ],
    ["dirichlet: concentration has shape []; it must", () => dirichlet(constant(1))],
    ["relaxedCategorical: logits has shape []; it must", () => relaxedCategorical(1, constant(0))],
    ["categorical: logits has shape []; it must", () => categorical(constant(0))],
    ["multivariateNormal: mean has shape []; it must", () => multivariateNormal(constant(0), constant(1))],
    [
      "categorical: row 1 of legal has only 0",
      () => categorical(constant([1, 2, 3, 4], [2, 2]), constant([1, 0, 0, 0], [2, 2])),
    ],
  ])("%s", (message, make) => expect(make).toThrow(message));
});

describe("a diagonal normal", () => {
  it("is stretched by a logarithm of σ that has more axes than the mean, or is wider", () => {
    const density = diagonalNormal(constant([1], [1]), constant([0, 0, 0, 1, 1, 1], [2, 3]));
    expect([density.batchShape, density.eventShape]).toEqual([[2], [3]]);
    const { logProb } = valuesOf({ logProb: density.logProb(density.mode()) });
    expect(logProb[0]).toBeCloseTo(-1.5 * Math.log(2 * Math.PI), 12);
    expect(logProb[1]).toBeCloseTo(-1.5 * Math.log(2 * Math.PI) - 3, 12);
  });
});

describe("a truncated normal", () => {
  it("is an exponential beyond a bound whose square overflows", () => {
    for (const bound of [1e150, 1e155, 1e200, 1e300]) {
      for (const density of [
        truncatedNormal(0, 1, bound),
        truncatedNormal(0, 1, -Infinity, -bound),
        truncatedNormal(0, 1, bound, 1.5 * bound),
      ]) {
        const at = broadcastTo(density.mode(), []);
        const { logProb, entropy } = valuesOf({ logProb: density.logProb(at), entropy: density.entropy() });
        expect(logProb[0]).toBeCloseTo(Math.log(bound), 10);
        expect(entropy[0]).toBeCloseTo(1 - Math.log(bound), 10);
      }
      const mean = variable("mean", [], [0]);
      const [slope] = grad(truncatedNormal(mean, 1, bound).entropy(), [mean]);
      expect(valuesOf({ slope }).slope[0] * bound).toBeCloseTo(1, 10);
    }
  });
});

describe("divergences at the ends of what a number can be", () => {
  it("is that of Cauchy densities of any scale", () => {
    for (const scale of [1e-300, 1e-163, 1, 1e155, 1e300]) {
      const { kl } = valuesOf({ kl: cauchy(0, scale).kl(cauchy(0, 2 * scale)) });
      expect(kl[0]).toBeCloseTo(Math.log(9 / 8), 12);
    }
  });

  it("does not read what lies above the diagonal of a factor", () => {
    for (const above of [Infinity, Number.NaN]) {
      const factor = constant([1, above, 0.5, 2], [2, 2]);
      const { logProb } = valuesOf({
        logProb: multivariateNormal(constant([0, 0], [2]), factor).logProb(constant([0, 0], [2])),
      });
      expect(logProb[0]).toBeCloseTo(-Math.log(2 * Math.PI) - Math.log(2), 12);
    }
  });
});
