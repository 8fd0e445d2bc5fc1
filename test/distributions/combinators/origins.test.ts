// Samples of a transform keep their values before it, which rounding of the samples loses.
import { describe, expect, it } from "vitest";
import {
  affine,
  bernoulli,
  beta,
  type Density,
  dirichlet,
  estimateEntropy,
  estimateKl,
  expTransform,
  gamma,
  independent,
  kumaraswamy,
  logNormal,
  mixture,
  normal,
  product,
  sigmoidTransform,
  softplusTransform,
  squashedNormal,
  tanhTransform,
  transformed,
} from "../../../src/distributions/index.ts";
import { constant, type Expression, grad, stopGradient, sum, variable } from "../../../src/graph/index.ts";
import { createGenerator } from "../../../src/random/index.ts";
import { tensor, valuesOf } from "../evaluate.ts";

const vector = (...entries: number[]) => tensor(entries);
const options = (seed: number) => ({ generator: createGenerator(seed), samples: 20_000 });
/** Standard errors that are passed with probability 10⁻⁶. */
const widest = 4.9;

// Values without a formula beside them: mpmath, 30 digits, quad of the density times the logarithm.
const wide = Math.log(5);
/** Of one squashed normal with μ = 0 and σ = 5. */
const squashed = -3.69395525558;
const ofNormal = 0.5 + 0.5 * Math.log(2 * Math.PI);

describe("the entropy estimated from samples is that of the density where a transform saturates", () => {
  const closed = (density: Density) => valuesOf({ entropy: density.entropy() }).entropy[0];
  const small = { kumaraswamy: kumaraswamy(0.1, 0.01), beta: beta(0.001, 0.001), gamma: gamma(0.001, 3) };
  const cases: [name: string, density: Density, entropy: number][] = [
    ["squashed normal", squashedNormal(vector(0), wide), squashed],
    ["tanh of a normal", transformed(normal(0, 5), tanhTransform), squashed],
    ["sigmoid of a normal", transformed(normal(0, 100), sigmoidTransform), -73.77747052527437],
    ["softplus of a normal", transformed(normal(0, 1000), softplusTransform), -390.616242822238],
    ["exp of a normal", transformed(normal(0, 1000), expTransform), ofNormal + Math.log(1000)],
    ["tanh of tanh of a normal, all that is 1", transformed(transformed(normal(300, 1), tanhTransform), tanhTransform), ofNormal + 2 * (Math.LN2 - 300) + Math.log(1 - Math.tanh(1) ** 2)], // biome-ignore format: one row
    ["affine, far from 0", affine(normal(0, 1), 1e20, 1), ofNormal],
    ["product of it", product({ u: squashedNormal(vector(0), wide), b: bernoulli(0) }), squashed + Math.LN2],
    [
      "product of a product of it",
      product([product([normal(0, 1), squashedNormal(vector(0), wide)]), normal(0, 1)]),
      squashed + 2 * ofNormal,
    ],
    ["independent of it", independent(transformed(normal(vector(0, 0), 5), tanhTransform)), 2 * squashed],
    ["mixture of equal ones", mixture(vector(0, 1), squashedNormal(tensor([[0], [0]]), wide)), squashed],
    [
      "mixture of products of it",
      mixture(vector(0, 1), product([squashedNormal(tensor([[0], [0]]), wide), normal(vector(0, 0), 1)])),
      squashed + ofNormal,
    ],
    [
      "product of mixtures of it",
      product([mixture(vector(0, 1), squashedNormal(tensor([[0], [0]]), wide)), normal(0, 1)]),
      squashed + ofNormal,
    ],
    ["logNormal", logNormal(0, 1000), ofNormal + Math.log(1000)],
    ...Object.entries(small).map(
      ([name, density]) => [name, density, closed(density)] as [string, Density, number],
    ),
    ["dirichlet", dirichlet(vector(0.001, 0.002, 0.003)), closed(dirichlet(vector(0.001, 0.002, 0.003)))],
  ];
  it.each(cases)("%s", (name, density, expected) => {
    const { value, standardError } = estimateEntropy(density, options(name.length));
    expect(Math.abs(value[0] - expected)).toBeLessThan(widest * standardError[0] + 1e-9 * Math.abs(expected));
  });
});

describe("the divergence estimated from samples is that of the densities where a transform saturates", () => {
  const cases: [name: string, p: Density, q: Density, kl: number][] = [
    [
      "squashed normals",
      squashedNormal(vector(0), Math.log(10)),
      squashedNormal(vector(0), Math.log(8)),
      0.5 * (100 / 64 - 1) - Math.log(10 / 8),
    ],
    ["kumaraswamy", kumaraswamy(0.1, 0.01), kumaraswamy(0.2, 0.02), 0.303666270399261],
    ["beta and kumaraswamy", beta(0.1, 0.1), kumaraswamy(0.2, 0.2), 0.460658767847072],
  ];
  it.each(cases)("%s", (name, p, q, expected) => {
    const { value, standardError } = estimateKl(p, q, options(name.length));
    expect(Math.abs(value[0] - expected)).toBeLessThan(widest * standardError[0]);
  });
});

describe("a log-density of samples", () => {
  it("keeps its gradients: those of the parameters at fixed values, and those through the samples", () => {
    const make = () => {
      const mean = variable("mean", [1], [0.3]);
      const shift = variable("shift", [], [0.2]);
      const scale = variable("scale", [], [1.7]);
      const density = affine(transformed(normal(mean, 0.8), tanhTransform), shift, scale);
      return { density, parameters: [mean, shift, scale], sample: density.sample(vector(0.4)) };
    };
    const slopes = ({ parameters }: ReturnType<typeof make>, logProb: Expression) => {
      const [mean, shift, scale] = grad(sum(logProb), parameters);
      return Object.values(valuesOf({ mean, shift, scale })).flat();
    };
    const own = make();
    const value = valuesOf({ value: own.sample }).value;
    const fixed = slopes(own, own.density.logProb(constant(value, [1])));
    const ofSamples = slopes(own, own.density.logProb(stopGradient(own.sample)));
    ofSamples.forEach((slope, i) => expect(slope).toBeCloseTo(fixed[i], 12));
    // d/dy of the log-density, of the samples themselves.
    const [toSample] = grad(sum(own.density.logProb(own.sample)), [own.sample]);
    const place = variable("y", [1], value);
    const [toPlace] = grad(sum(own.density.logProb(place)), [place]);
    const { a, b } = valuesOf({ a: toSample, b: toPlace });
    expect(a[0]).toBeCloseTo(b[0], 12);
  });
});

describe("what does not transform number by number is refused", () => {
  it.each<[string, () => Density, string]>([
    ["a simplex", () => affine(dirichlet(vector(1, 1)), 0, 2), "have the sum 1"],
    [
      "a discrete part",
      () => affine(product([bernoulli(vector(0)), normal(vector(0), 1)]), 0, 2),
      "transform the parts",
    ],
    [
      "a part with an end",
      () => affine(product([beta(vector(1), 1), normal(vector(0), 1)]), 0, 2),
      "transform the parts",
    ],
  ])("%s", (_, make, message) => expect(make).toThrow(message));
});

describe("the divergence by samples", () => {
  it("refuses a density of a wider batch, of which all but the first would be lost", () => {
    expect(() => estimateKl(normal(0, 1), normal(vector(0, 5), 1), options(1))).toThrow(
      "estimateKl: the normal has batch [2]",
    );
  });
});
