import { describe, expect, it } from "vitest";
import { createReferenceBackend } from "../../src/backends/reference/index.ts";
import { compile } from "../../src/compiler/index.ts";
import * as densities from "../../src/distributions/index.ts";
import { type Density, fillNoise } from "../../src/distributions/index.ts";
import { type Expression, grad, input, square, sum, variable } from "../../src/graph/index.ts";
import { createGenerator } from "../../src/random/index.ts";

interface PathwiseCase {
  readonly name: string;
  readonly parameters: readonly number[];
  readonly make: (...parameters: Expression[]) => Density;
  /** A function of the sample whose expectation has a closed form. */
  readonly f: (x: Expression) => Expression;
  readonly expectation: (...parameters: number[]) => number;
}

const itself = (x: Expression) => x;

const cases: PathwiseCase[] = [
  {
    name: "normal, E[x²] = μ² + σ²",
    parameters: [0.4, 1.3],
    make: densities.normal,
    f: square,
    expectation: (mu, sigma) => mu ** 2 + sigma ** 2,
  },
  {
    name: "gamma, E[x²] = α (α + 1)/β²",
    parameters: [2.3, 1.7],
    make: densities.gamma,
    f: square,
    expectation: (alpha, beta) => (alpha * (alpha + 1)) / beta ** 2,
  },
  {
    name: "gamma of a shape below 1",
    parameters: [0.4, 0.8],
    make: densities.gamma,
    f: square,
    expectation: (alpha, beta) => (alpha * (alpha + 1)) / beta ** 2,
  },
  {
    name: "gamma of a large shape",
    parameters: [60, 8],
    make: densities.gamma,
    f: square,
    expectation: (alpha, beta) => (alpha * (alpha + 1)) / beta ** 2,
  },
  {
    name: "beta, E[x²] = a (a + 1)/((a + b)(a + b + 1))",
    parameters: [1.4, 0.8],
    make: densities.beta,
    f: square,
    expectation: (a, b) => (a * (a + 1)) / ((a + b) * (a + b + 1)),
  },
  {
    name: "student t, E[x²] = μ² + σ² ν/(ν − 2)",
    parameters: [12, 0.5, 1.2],
    make: densities.studentT,
    f: square,
    expectation: (nu, mu, sigma) => mu ** 2 + (sigma ** 2 * nu) / (nu - 2),
  },
  {
    name: "kumaraswamy, E[xᵃ] = 1/(1 + b) for a = 2",
    parameters: [1.7],
    make: (b) => densities.kumaraswamy(2, b),
    f: square,
    expectation: (b) => 1 / (1 + b),
  },
  {
    name: "gumbel, E[x] = μ + γ s",
    parameters: [0.5, 1.4],
    make: densities.gumbel,
    f: itself,
    expectation: (mu, s) => mu + 0.5772156649015329 * s,
  },
];

const count = 40_000;

describe("the pathwise gradient of E[f(x)] has the mean of the exact one", () => {
  it.each(cases.map((each) => [each.name, each] as const))(
    "%s",
    (_, { parameters, make, f, expectation }) => {
      const backend = createReferenceBackend();
      // One parameter per sample, so that each sample has a gradient of its own.
      const repeated = parameters.map((value, i) =>
        variable(`θ${i}`, [count], new Float64Array(count).fill(value)),
      );
      const density = make(...repeated);
      expect(density.pathwise).toBe(true);
      const noise = input(density.noise.shape);
      const gradients = grad(sum(f(density.sample(noise))), repeated);
      const program = compile(
        {
          inputs: { noise },
          outputs: Object.fromEntries(gradients.map((gradient, i) => [`${i}`, gradient])),
        },
        backend,
      );
      const values =
        density.noise.kind === "drawn" ? density.noise.parameters.map((each) => valuesOfParameter(each)) : [];
      fillNoise(density.noise, createGenerator(12), program.inputs.noise as Float64Array, values);
      program.run();
      parameters.forEach((value, i) => {
        const slopes = program.outputs[`${i}`] as Float64Array;
        const mean = slopes.reduce((a, b) => a + b) / count;
        const variance = slopes.reduce((total, slope) => total + (slope - mean) ** 2, 0) / (count - 1);
        const step = 1e-5 * value;
        const at = (moved: number) => expectation(...parameters.with(i, moved));
        const exact = (at(value + step) - at(value - step)) / (2 * step);
        // 4.9 standard errors: a false alarm in a million.
        expect(Math.abs(mean - exact)).toBeLessThan(4.9 * Math.sqrt(variance / count) + 1e-8);
      });

      function valuesOfParameter(parameter: Expression) {
        const own = compile({ outputs: { parameter } }, backend);
        own.run();
        return own.outputs.parameter;
      }
    },
  );

  it("of a Dirichlet density keeps the sum of the entries", () => {
    const concentration = variable("α", [3], [0.7, 2, 1.3]);
    const density = densities.dirichlet(concentration);
    const noise = input([1000, 3]);
    const [slope] = grad(sum(density.sample(noise)), [concentration]);
    const program = compile({ inputs: { noise }, outputs: { slope } }, createReferenceBackend());
    fillNoise(density.noise, createGenerator(1), program.inputs.noise as Float64Array, [[0.7, 2, 1.3]]);
    program.run();
    for (const value of program.outputs.slope) expect(Math.abs(value)).toBeLessThan(1e-9);
  });
});

describe("samples that have no pathwise gradient have none", () => {
  it.each([
    ["vonMises", densities.vonMises],
    [
      "truncatedNormal",
      (mean: Expression, sigma: Expression) => densities.truncatedNormal(mean, sigma, 0, 1),
    ],
    [
      "affine of it",
      (mean: Expression, sigma: Expression) => densities.affine(densities.vonMises(mean, sigma), 1, 2),
    ],
  ] as const)("%s", (_, make) => {
    const parameters = [variable("a", [], [0.3]), variable("b", [], [1.2])] as const;
    const density = make(...parameters);
    expect(density.pathwise).toBe(false);
    const noise = input([5]);
    const gradients = grad(sum(density.sample(noise)), parameters);
    const program = compile({ outputs: { a: gradients[0], b: gradients[1] } }, createReferenceBackend());
    program.run();
    expect([...program.outputs.a, ...program.outputs.b]).toEqual([0, 0]);
  });
});
