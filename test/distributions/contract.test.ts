import { describe, expect, it } from "vitest";
import { createReferenceBackend } from "../../src/backends/reference/index.ts";
import { createWasmBackend } from "../../src/backends/wasm/index.ts";
import { compile, type Floats } from "../../src/compiler/index.ts";
import type { Density } from "../../src/distributions/index.ts";
import * as densities from "../../src/distributions/index.ts";
import {
  constant,
  type Expression,
  grad,
  input,
  inputIndices,
  sum,
  toFloat,
  variable,
} from "../../src/graph/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { tensor, valuesOf } from "./evaluate.ts";

const vector = (...entries: number[]) => tensor(entries);

/** Their log-densities need special functions. */
const needsReference = ["gumbel", "truncatedNormal", "studentT", "gamma", "beta", "vonMises", "dirichlet", "poisson", "binomial", "negativeBinomial"]; // biome-ignore format: one list

/** Each density once, with a value outside of its support where there is one. */
const all: [density: Density, outside?: Expression][] = [
  [densities.normal(0.5, 2)],
  [densities.logNormal(0.2, 0.8), constant(-1)],
  [densities.truncatedNormal(0, 1, -1, 2), constant(2.5)],
  [densities.laplace(0.5, 2)],
  [densities.cauchy(0.5, 2)],
  [densities.gumbel(0.5, 2)],
  [densities.logistic(0.5, 2)],
  [densities.uniform(-1, 3), constant(3.5)],
  [densities.exponential(0.7), constant(-1e-9)],
  [densities.studentT(3, 0.5, 2)],
  [densities.gamma(3.5, 2), constant(0)],
  [densities.beta(2.5, 0.7), constant(1)],
  [densities.kumaraswamy(2.5, 0.7), constant(0)],
  [densities.vonMises(0.5, 2.3)],
  [densities.dirichlet(vector(1, 2, 0.5)), vector(0.5, 0.6, 0.4)],
  [densities.relaxedCategorical(0.7, vector(1, 2, 0.5)), vector(0.5, 0.5, 0)],
  [densities.bernoulli(0.3), constant(0.5)],
  [densities.geometric(0.3), constant(-1)],
  [densities.poisson(3), constant(1.5)],
  [densities.binomial(5, 0.3), constant(6)],
  [densities.negativeBinomial(2.5, 0.3), constant(-2)],
  [densities.categorical(vector(1, 2, 0.5))],
  [densities.ordinal(vector(1, 2, 0.5))],
  [densities.multiCategorical(vector(1, 2, 0.5, 0, 1), [3, 2])],
  [densities.diagonalNormal(vector(0.3, 1), vector(0, -1))],
  [densities.multivariateNormal(vector(0.3, 1), densities.choleskyFactor([[2, 1], [1, 3]]))], // biome-ignore format: a matrix
  [densities.squashedNormal(vector(0.3, 1), vector(0, -1)), vector(0.5, 1)],
  [densities.affine(densities.exponential(1), 2, -0.5), constant(2.5)],
  [densities.independent(densities.normal(vector(1, 2), 1))],
  [densities.mixture(vector(0.3, 1), densities.normal(vector(-1, 1), 0.5))],
  [
    densities.product({
      speed: densities.independent(densities.normal(vector(0.3, 1), 0.5)),
      stop: densities.bernoulli(0.3),
      lane: densities.categorical(vector(1, 2, 0.5)),
    }),
    vector(0, 0, 1, 2.5),
  ],
  [densities.product([densities.exponential(0.7), densities.laplace(0.5, 2)]), vector(-1, 0)],
  [densities.product([densities.normal(0.5, 2), densities.uniform(-1, 3)]), vector(0, 4)],
  [densities.product([densities.bernoulli(0.3), densities.categorical(vector(1, 2, 0.5))])],
];

describe.each(all.map(([density, outside]) => [density.name, density, outside] as const))(
  "%s",
  (_, density, outside) => {
    const shape = [...density.batchShape, ...density.eventShape];

    it("draws values of its shape and dtype, to which it gives a finite log-density of shape [...batch]", () => {
      const noise = input(density.noise.shape);
      const drawn = density.sample(noise);
      expect(drawn.shape).toEqual(shape);
      expect(drawn.dtype).toBe(density.dtype);
      const sampler = densities.createSampler(density, 50);
      const values = sampler.draw(createGenerator(5));
      const many = density.dtype === "int" ? inputIndices([50, ...shape]) : input([50, ...shape]);
      const logProb = density.logProb(many);
      expect(logProb.shape).toEqual([50, ...density.batchShape]);
      const program = compile({ inputs: { many }, outputs: { logProb } }, createReferenceBackend());
      program.inputs.many.set(values);
      program.run();
      for (const value of program.outputs.logProb) expect(Number.isFinite(value)).toBe(true);
    });

    it("has moments, mode, entropy and divergence of their shapes, or throws that there is no closed form", () => {
      const expected = { mean: shape, variance: shape, mode: shape, entropy: density.batchShape } as const;
      for (const [quantity, itsShape] of Object.entries(expected)) {
        const ask = density[quantity as keyof typeof expected];
        try {
          expect(ask().shape, quantity).toEqual(itsShape);
        } catch (error) {
          if (!(error instanceof densities.NoClosedFormError)) throw error;
          expect(error.message).toContain(`${quantity} has no closed form`);
        }
      }
      try {
        expect(density.kl(density).shape).toEqual(density.batchShape);
        expect(valuesOf({ kl: density.kl(density) }).kl[0]).toBeCloseTo(0, 12);
      } catch (error) {
        if (!(error instanceof densities.NoClosedFormError)) throw error;
      }
    });

    it.runIf(density.dtype === "float")(
      "has NaN for the log-density of NaN, on every backend that has its kernels",
      () => {
        const usual = densities.createSampler(density, 1).draw(createGenerator(1));
        for (let entry = 0; entry < usual.length; entry++) {
          const values = Array.from(usual).with(entry, Number.NaN);
          const points = input(shape);
          for (const backend of [createReferenceBackend(), createWasmBackend()]) {
            if (backend.name === "wasm" && needsReference.includes(density.name)) continue;
            const outputs = { logProb: density.logProb(points) };
            const program = compile(
              { inputs: { points }, outputs },
              backend as ReturnType<typeof createReferenceBackend>,
            );
            program.inputs.points.set(values);
            program.run();
            expect(program.outputs.logProb[0], backend.name).toBeNaN();
          }
        }
      },
    );

    it.runIf(density.dtype === "float")("has log-density −∞ at ±∞, which no density has", () => {
      if (density.name === "vonMises") return; // takes any angle, which ∞ is not
      for (const infinity of [Infinity, -Infinity]) {
        const points = constant(new Array(shape.reduce((a, b) => a * b, 1)).fill(infinity), shape);
        expect(valuesOf({ logProb: density.logProb(points) }).logProb[0]).toBe(-Infinity);
      }
    });

    if (outside === undefined) return; // every value is in its support
    it("gives −∞ outside of its support, and no NaN to gradients", () => {
      expect(valuesOf({ logProb: density.logProb(outside) }).logProb[0]).toBe(-Infinity);
      const place = variable("place", outside.shape, valuesOf({ outside }).outside);
      const [slope] = grad(sum(density.logProb(place)), [place]);
      for (const value of valuesOf({ slope: toFloat(slope) }).slope) expect(value).not.toBeNaN();
    });
  },
);

describe("on the wasm backend", () => {
  const compiled = all.filter(([{ name }]) => !needsReference.includes(name));
  it.each(compiled.map(([density]) => [density.name, density] as const))(
    "%s has the same log-densities",
    (_, density) => {
      const shape = [20, ...density.batchShape, ...density.eventShape];
      const drawn = densities.createSampler(density, 20).draw(createGenerator(2));
      const logProbOn = <F extends Floats>(backend: Parameters<typeof compile>[1] & { name: string }) => {
        const values = density.dtype === "int" ? inputIndices(shape) : input(shape);
        const program = compile(
          { inputs: { values }, outputs: { logProb: density.logProb(values) } },
          backend,
        );
        program.inputs.values.set(drawn.map(Math.fround));
        program.run();
        return Array.from(program.outputs.logProb as F);
      };
      const expected = logProbOn(createReferenceBackend());
      logProbOn(createWasmBackend()).forEach((value, i) => {
        expect(Math.abs(value - expected[i]) / Math.max(1, Math.abs(expected[i]))).toBeLessThan(2e-5);
      });
    },
  );

  it("names the special function that a density needs", () => {
    const density = densities.gamma(2, 3);
    expect(() => compile({ outputs: { p: density.logProb(constant(1)) } }, createWasmBackend())).toThrow(
      /(deviance|stirlingError): .*createReferenceBackend/,
    );
  });
});

describe("parameters that are known are checked", () => {
  const wrong: [make: () => Density, message: RegExp][] = [
    [() => densities.normal(0, 0), /^normal: standardDeviation is 0; it must be above 0 and finite$/],
    [() => densities.normal(Number.NaN, 1), /^normal: mean is NaN; it must be a finite number$/],
    [() => densities.gamma(vector(1, -2), 1), /^gamma: shape is -2; /],
    [() => densities.binomial(2.5, 0), /^binomial: trials is 2.5; it must be a whole number/],
    [() => densities.vonMises(0, -1), /^vonMises: concentration is -1; it must be 0 or above/],
    [
      () => densities.categorical(vector(1, -Infinity)),
      /^categorical: logits is -Infinity; it must be a finite/,
    ],
    [() => densities.uniform(2, 2), /^uniform: low is 2 and high is 2; low must be below high$/],
    [() => densities.truncatedNormal(0, 1, 3, 1), /^truncatedNormal: low is 3 and high is 1/],
    [
      () => densities.affine(densities.normal(0, 1), 1, 0),
      /^affine: scale is 0; it must be not 0, and finite$/,
    ],
    [
      () => densities.multiCategorical(vector(1, 2, 3), [2, 2]),
      /^multiCategorical: counts are \[2, 2\] .* sum to the last/,
    ],
    [() => densities.mixture(vector(1, 2), densities.normal(0, 1)), /^mixture: logits have shape \[2\]/],
    [() => densities.independent(densities.normal(0, 1)), /^independent: axes is 1; /],
    [
      () => densities.multivariateNormal(vector(1, 2), vector(1, 2)),
      /^multivariateNormal: factor has shape \[2\]/,
    ],
    [
      () => densities.transformed(densities.poisson(1), densities.expTransform),
      /^transformed: poisson is discrete/,
    ],
    [
      () => densities.normal(vector(1, 2), vector(1, 2, 3)),
      /^normal: shapes \[2\] and \[3\] do not broadcast/,
    ],
  ];
  it.each(wrong)("%s", (make, message) => expect(make).toThrow(message));

  it("a covariance is checked too", () => {
    expect(() => densities.choleskyFactor([[1, 2], [2, 1]])).toThrow(/not positive definite: row 1 leaves -3/); // biome-ignore format: a matrix
    expect(() => densities.choleskyFactor([[1, 2], [0, 1]])).toThrow(/symmetric/); // biome-ignore format: a matrix
    expect(() => densities.choleskyFactor([[1, Number.NaN], [0.5, 1]])).toThrow(/symmetric/); // biome-ignore format: a matrix
    expect(() => densities.choleskyFactor([[1, 2]])).toThrow(/must be square/);
  });
});

describe("divergences", () => {
  it("are refused between families", () => {
    const other = densities.laplace(0, 1) as Density;
    expect(() => (densities.normal(0, 1) as Density).kl(other)).toThrow(
      /^kl: the first density is normal and the second is laplace; .*estimateKl/,
    );
  });

  const {
    categorical,
    diagonalNormal,
    dirichlet,
    independent,
    multiCategorical,
    multivariateNormal,
    normal,
  } = densities;
  const square = (size: number) => tensor(Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => Number(i === j)))); // biome-ignore format: one expression
  const table = normal(tensor([[0, 1], [2, 3]]), 1); // biome-ignore format: a matrix
  it.each<[string, Density, Density, string]>([
    ["normals of 3 and 1 dimensions", diagonalNormal(vector(0, 0, 0), 0), diagonalNormal(vector(1), 0), "diagonalNormal has values [1]; it must have values [3]"],
    ["simplices", dirichlet(vector(1, 2, 3)), dirichlet(vector(1)), "dirichlet has values [1]; it must have values [3]"],
    ["correlated normals", multivariateNormal(vector(0, 0), square(2)), multivariateNormal(vector(0), square(1)), "multivariateNormal has values [1]; it must have values [2]"],
    ["categories", categorical(vector(1, 2, 3)), categorical(vector(1)), "categorical has values [] from 0 to 0; it must have values [] from 0 to 2"],
    ["choices", multiCategorical(vector(1, 2, 3, 4, 5), [2, 3]), multiCategorical(vector(1, 2, 3, 4, 5, 6, 7, 8, 9), [2, 3, 4]), "multiCategorical has values [3] from 0 to 1,2,3; it must have values [2] from 0 to 1,2"],
    ["categories of a choice", multiCategorical(vector(1, 2, 3), [1, 2]), multiCategorical(vector(1, 2, 3), [2, 1]), "multiCategorical has values [2] from 0 to 1,0; it must have values [2] from 0 to 0,1"],
    ["axes", independent(table, 1), independent(table, 2), "independent normal has values [2, 2]; it must have values [2]"],
  ])("are refused between densities of different values, in both directions: %s", (_, p, q, message) => {
    expect(() => p.kl(q)).toThrow(RangeError);
    expect(() => p.kl(q)).toThrow(`kl: the second ${message}`);
    expect(() => q.kl(p)).toThrow(`kl: the second ${q.name} has `);
  }); // biome-ignore format: one density a line

  it("are those of each pair where the second has another batch, in combinations too", () => {
    const [one, three] = [normal(0.5, 2), normal(vector(0, 1, 3), 1)];
    const { kl, back } = valuesOf({ kl: one.kl(three), back: three.kl(one) });
    const { product, transformed, affine, tanhTransform } = densities;
    const pairs: [p: Density, q: Density][] = [
      [product([one]), product([three])],
      [transformed(one, tanhTransform), transformed(three, tanhTransform)],
      [independent(normal(vector(0.5), 2)), independent(normal(tensor([[0], [1], [3]]), 1))],
    ];
    for (const [p, q] of pairs) {
      const found = valuesOf({ kl: p.kl(q), back: q.kl(p) });
      expect(found.kl).toEqual(kl);
      expect(found.back).toEqual(back);
    }
    const wide = affine(normal(0, 1), vector(0, 0, 0), 1);
    const wider = densities.transformed(normal(tensor([[0, 1, 3], [1, 1, 1]]), 1), wide.transform); // biome-ignore format: a matrix
    expect(wide.kl(wider as typeof wide).shape).toEqual([2, 3]);
  });

  it("are refused where there is no closed form", () => {
    const message =
      /^studentT: kl has no closed form; estimate it by sampling, with its standard error: estimateKl$/;
    expect(() => densities.studentT(3).kl(densities.studentT(4))).toThrow(message);
    expect(() => densities.binomial(3, 0).kl(densities.binomial(4, 0))).toThrow(
      /between different numbers of trials/,
    );
  });

  it("are infinite from a density that another does not cover", () => {
    const kl = densities.uniform(0, 2).kl(densities.uniform(0, 1));
    expect(valuesOf({ kl }).kl).toEqual([Infinity]);
  });
});

describe("moments that do not exist", () => {
  it("are NaN or infinite", () => {
    const { mean, variance } = densities.studentT(vector(1, 1.5, 3));
    expect(valuesOf({ mean: mean(), variance: variance() })).toEqual({
      mean: [Number.NaN, 0, 0],
      variance: [Number.NaN, Infinity, 3],
    });
    expect(valuesOf({ mean: densities.cauchy(0, 1).mean() }).mean).toEqual([Number.NaN]);
  });
});

describe("the squashed normal", () => {
  it("keeps its correction where tanh is 1 in float64: 2 (log 2 − u − softplus(−2u))", () => {
    const density = densities.squashedNormal(vector(10), vector(0));
    const atMean = density.logProbFromBase(vector(10));
    const { value, far } = valuesOf({ value: atMean, far: density.logProbFromBase(vector(30)) });
    expect(value[0]).toBeCloseTo(-0.9189385332046727 + 18.6137056, 6);
    expect(far[0]).toBeCloseTo(-200 - 0.9189385332046727 + 60 - 2 * Math.log(2), 10);
  });
});

describe("masked choices", () => {
  it("never draw or prefer what is illegal", () => {
    const legal = vector(0, 1, 1, 0, 1);
    const density = densities.multiCategorical(vector(9, 1, 2, 9, 3), [3, 2], legal);
    const drawn = densities.createSampler(density, 500).draw(createGenerator(1));
    drawn.forEach((value, i) => expect(i % 2 === 0 ? value : value - 1).not.toBe(i % 2 === 0 ? 0 : -1));
    expect(valuesOf({ mode: density.mode() }).mode).toEqual([2, 1]);
  });
});

describe("estimates by sampling", () => {
  const options = { generator: createGenerator(3), samples: 20_000 };

  it("of entropy and divergence are within their standard errors of the closed forms", () => {
    const [p, q] = [densities.gamma(vector(0.7, 3), 1), densities.gamma(vector(1, 2), 2)];
    const entropy = densities.estimateEntropy(p, options);
    const kl = densities.estimateKl(p, q, options);
    const exact = valuesOf({ entropy: p.entropy(), kl: p.kl(q) });
    for (let i = 0; i < 2; i++) {
      // 4.9 standard errors: a false alarm in a million.
      expect(Math.abs(entropy.value[i] - exact.entropy[i])).toBeLessThan(4.9 * entropy.standardError[i]);
      expect(Math.abs(kl.value[i] - exact.kl[i])).toBeLessThan(4.9 * kl.standardError[i]);
      expect(entropy.standardError[i]).toBeLessThan(0.02);
    }
  });

  it("take densities of two families, and discrete ones", () => {
    const kl = densities.estimateKl(densities.poisson(4), densities.geometric(-1), options);
    expect(kl.value[0]).toBeGreaterThan(0);
    expect(kl.standardError[0]).toBeLessThan(0.05);
    const entropy = densities.estimateEntropy(densities.categorical(vector(0, 0)), options);
    expect(entropy.value[0]).toBeCloseTo(Math.LN2, 12);
    const infinite = densities.estimateKl(densities.normal(0, 1), densities.gamma(1, 1), options);
    expect([infinite.value[0], infinite.standardError[0]]).toEqual([Infinity, 0]);
    expect(() => densities.estimateEntropy(densities.normal(0, 1), { ...options, samples: 1 })).toThrow(
      /^estimateEntropy: samples is 1; it must be an integer from 2/,
    );
  });

  it("name the function and what it needs where there is no generator, and where a density is NaN", () => {
    const p = densities.normal(0, 1);
    const untyped = {} as { generator: ReturnType<typeof createGenerator> };
    const needed =
      "generator is undefined; it must be a generator of random numbers, such as createGenerator(1)";
    expect(() => densities.estimateEntropy(p, untyped)).toThrow(`estimateEntropy: ${needed}`);
    expect(() => densities.estimateKl(p, p, untyped)).toThrow(`estimateKl: ${needed}`);
    const sampler = densities.createSampler(p, 3);
    expect(() => sampler.draw(undefined as never)).toThrow(`createSampler: ${needed}`);
    expect(() => sampler.draw(Math.random as never)).toThrow(
      "createSampler: generator is a function; it must",
    );
    const broken = densities.normal(0, variable("σ", [], [Number.NaN]));
    expect(() => densities.estimateKl(p, broken, options)).toThrow(
      /^estimateKl: the log-density of a sample/,
    );
  });

  it("need a backend, not the name of one", () => {
    const create = () => densities.createSampler(densities.normal(0, 1), 3, "wasm" as never);
    expect(create).toThrow(
      'createSampler: backend is "wasm"; it must be a backend, such as createWasmBackend()',
    );
  });
});
