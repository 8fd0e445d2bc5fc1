// A sample lies in the support in the precision that it is stored in.
import { describe, expect, it } from "vitest";
import { createNativeBackend } from "../../../src/backends/native/index.ts";
import { createReferenceBackend } from "../../../src/backends/reference/index.ts";
import { createWasmBackend } from "../../../src/backends/wasm/index.ts";
import type { Backend } from "../../../src/compiler/backend.ts";
import { compile, type Floats } from "../../../src/compiler/index.ts";
import type { Density } from "../../../src/distributions/index.ts";
import * as densities from "../../../src/distributions/index.ts";
import { constant, input, inputIndices } from "../../../src/graph/index.ts";
import { sizeOf } from "../../../src/graph/shape.ts";
import { createGenerator } from "../../../src/random/index.ts";
import { addOn } from "../../backends/add-on.ts";
import { tensor } from "../evaluate.ts";

const vector = (...entries: number[]) => tensor(entries);
const mostNumbers = 20_000;

/** Densities whose samples crowd at an end of the support, or leave the numbers that there are. */
const crowded: Density[] = [
  densities.kumaraswamy(0.1, 0.1),
  densities.kumaraswamy(0.01, 3),
  densities.kumaraswamy(3, 0.01),
  densities.kumaraswamy(1e6, 1e-3),
  densities.beta(0.01, 0.01),
  densities.beta(1e-3, 5),
  densities.beta(5, 1e-3),
  densities.gamma(1e-3, 1),
  densities.gamma(1e-3, 1e-30),
  densities.gamma(2, 1e30),
  densities.dirichlet(vector(1e-3, 0.01, 2)),
  densities.dirichlet(tensor([new Array(300).fill(0.01)])),
  densities.relaxedCategorical(0.01, vector(0, 1, 2)),
  densities.relaxedCategorical(1, vector(...new Array(5000).fill(0))),
  densities.relaxedCategorical(vector(0.01, 1), vector(0, 1, 2)),
  densities.logNormal(0, 100),
  densities.logNormal(0, 1000),
  densities.logNormal(-80, 30),
  densities.squashedNormal(vector(0, 10), vector(3, 0)),
  densities.squashedNormal(vector(30, -30), vector(0, 0)),
  densities.transformed(densities.normal(0, 100), densities.sigmoidTransform),
  densities.transformed(densities.normal(0, 1000), densities.expTransform),
  densities.transformed(densities.normal(0, 1000), densities.softplusTransform),
  densities.transformed(densities.laplace(0, 50), densities.tanhTransform),
  densities.transformed(densities.exponential(1e3), densities.expTransform),
  densities.transformed(densities.uniform(-1, 1), densities.tanhTransform),
  densities.affine(densities.exponential(1e6), 3, 2),
  densities.affine(densities.exponential(1e6), 3, -2),
  densities.affine(densities.uniform(0, 1), 0.1, 0.2),
  densities.affine(densities.uniform(0, 1), 0.3, -0.7),
  densities.affine(densities.affine(densities.exponential(1e6), 3, -2), -1, 0.3),
  densities.affine(densities.transformed(densities.normal(0, 50), densities.tanhTransform), 5, 2.5),
  densities.mixture(vector(0, 1), densities.kumaraswamy(vector(0.1, 2), vector(0.1, 3))),
  densities.mixture(vector(0, 1), densities.squashedNormal(tensor([[20], [-20]]), 0)),
  densities.product([densities.kumaraswamy(0.1, 0.1), densities.squashedNormal(vector(20), 0)]),
  densities.independent(densities.kumaraswamy(vector(0.1, 0.2), vector(0.1, 0.2))),
  densities.uniform(0.1, 0.3),
  densities.uniform(1e8, 1e8 + 8),
  densities.uniform(-0.3, 0.7),
  densities.exponential(1e-37),
  densities.exponential(1e37),
  densities.laplace(0, 1e38),
  densities.cauchy(0, 1e30),
  densities.logistic(0, 1e38),
  densities.gumbel(0, 1e38),
  densities.normal(0, 1e38),
  densities.studentT(0.01),
  densities.studentT(0.05, 0, 1e10),
  densities.vonMises(3, 0),
  densities.vonMises(Math.PI, 1e6),
  densities.vonMises(-100, 0.5),
  densities.truncatedNormal(0, 1, 4, 5),
  densities.truncatedNormal(0, 1, -Infinity, -30),
  densities.truncatedNormal(1e20, 1, 0, 1),
  densities.truncatedNormal(0, 1e37),
  densities.geometric(-80),
  densities.geometric(80),
  densities.poisson(1e37),
  densities.poisson(1e-30),
  densities.negativeBinomial(0.01, 80),
  densities.negativeBinomial(1e3, 60),
  densities.binomial(1e6, 10),
];

const countOf = ({ batchShape, eventShape }: Density) =>
  Math.max(2, Math.min(3000, Math.floor(mostNumbers / sizeOf([...batchShape, ...eventShape]))));

function logProbsOn(
  backend: Backend<Floats>,
  density: Density,
  values: ArrayLike<number>,
): ArrayLike<number> {
  const shape = [countOf(density), ...density.batchShape, ...density.eventShape];
  const points = density.dtype === "int" ? inputIndices(shape) : input(shape);
  const program = compile({ inputs: { points }, outputs: { logProb: density.logProb(points) } }, backend);
  program.inputs.points.set(values);
  program.run();
  return program.outputs.logProb;
}

const lacksKernel = (error: unknown) =>
  error instanceof TypeError && error.message.includes("have no kernel for this special function");

const backends: Record<string, () => Backend<Floats>> = {
  reference: createReferenceBackend,
  wasm: createWasmBackend,
  ...(addOn ? { native: createNativeBackend } : {}),
};

describe.each(Object.entries(backends))("on the %s backend", (on, createBackend) => {
  it.each(crowded.map((density, i) => [density.name, i, density] as const))("%s (%i)", (_, i, density) => {
    const backend = createBackend();
    let values: ArrayLike<number>;
    try {
      values = densities.createSampler(density, countOf(density), backend).draw(createGenerator(i)).slice();
    } catch (error) {
      if (on !== "reference" && lacksKernel(error)) return;
      throw error;
    }
    for (let at = 0; at < values.length; at++) {
      if (!Number.isFinite(values[at])) expect.fail(`sample ${at} is ${values[at]}`);
    }
    let logProbs: ArrayLike<number>;
    try {
      logProbs = logProbsOn(backend, density, values);
    } catch (error) {
      if (on === "reference" || !lacksKernel(error)) throw error;
      logProbs = logProbsOn(createReferenceBackend(), density, values);
    }
    for (let at = 0; at < logProbs.length; at++) {
      if (Number.isFinite(logProbs[at])) continue;
      const width = values.length / logProbs.length;
      const sample = Array.from({ length: Math.min(width, 4) }, (_, k) => values[at * width + k]);
      expect.fail(`log p of sample ${at}, ${sample}, is ${logProbs[at]}`);
    }
  });
});

describe("samples that float32 cannot represent", () => {
  it("are rounded to the largest number below an open end", () => {
    const drawn = densities.createSampler(densities.kumaraswamy(0.1, 0.1), 20_000, createWasmBackend());
    const values = Array.from(drawn.draw(createGenerator(1)));
    const largest = Math.max(...values);
    expect(largest).toBe(1 - 2 ** -24);
    // P(x > 1 − 2⁻²⁴) = (1 − xᵃ)ᵇ, and the 20,000 draws within 4.9 standard deviations of it.
    const share = (1 - (1 - 2 ** -24) ** 0.1) ** 0.1;
    const seen = values.filter((value) => value === largest).length / 20_000;
    expect(Math.abs(seen - share)).toBeLessThan(4.9 * Math.sqrt((share * (1 - share)) / 20_000) + 0.01);
  });

  it("are rounded to the precision of the program that draws them, where it is compiled", () => {
    const sampler = densities.createSampler(densities.squashedNormal(constant([40, -40], [2]), 0), 1);
    expect(Array.from(sampler.draw(createGenerator(1)))).toEqual([1 - 2 ** -52, -1 + 2 ** -52]);
  });
});
