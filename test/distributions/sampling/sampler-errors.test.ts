import { describe, expect, it } from "vitest";
import { createReferenceBackend } from "../../../src/backends/reference/index.ts";
import { createWasmBackend } from "../../../src/backends/wasm/index.ts";
import {
  createSampler,
  mixture,
  product,
  truncatedNormal,
  vonMises,
} from "../../../src/distributions/index.ts";
import { constant, type Variable, variable } from "../../../src/graph/index.ts";
import { createGenerator } from "../../../src/random/index.ts";
import { builders } from "../build.ts";

/** The shapes of parameters that are not numbers. */
const shapes: Readonly<Record<string, number[]>> = {
  "dirichlet concentration": [2],
  "relaxedCategorical logits": [2],
  "categorical logits": [2],
  "ordinal logits": [2],
  "diagonalNormal mean": [2],
  "diagonalNormal logStandardDeviation": [2],
  "multivariateNormal mean": [2],
  "multivariateNormal factor": [2, 2],
  "squashedNormal mean": [2],
  "squashedNormal logStandardDeviation": [2],
  "mixture logits": [2],
  "mixture mean": [2],
  "mixture standardDeviation": [2],
};

/** Their samples need special functions. */
const needsReference = ["studentT", "gamma", "beta", "dirichlet", "mixture"];

/** The names of the parameters of a builder. */
function parametersOf(family: string): Record<string, Variable> {
  const made: Record<string, Variable> = {};
  const asked = new Proxy(made, {
    get(_, name: string) {
      const shape = shapes[`${family} ${name}`] ?? [];
      const size = shape.reduce((a, b) => a * b, 1);
      made[name] ??= variable(name, shape, new Array(size).fill(name === "high" ? 2 : 0.5));
      return made[name];
    },
  });
  builders[family](asked);
  return made;
}

describe("a sampler whose parameters are not valid when it draws returns values or throws an error that names the density", () => {
  const backends = { reference: createReferenceBackend, wasm: createWasmBackend };
  for (const [on, createBackend] of Object.entries(backends)) {
    it.each(Object.keys(builders).filter((family) => on === "reference" || !needsReference.includes(family)))(
      `%s, on the ${on} backend`,
      (family) => {
        const parameters = parametersOf(family);
        const backend = createBackend();
        const density = builders[family](parameters);
        const sampler = createSampler(density, 3, backend as ReturnType<typeof createReferenceBackend>);
        const generator = createGenerator(1);
        for (const parameter of Object.values(parameters)) {
          const values = backend.values(parameter);
          const usual = values[0];
          for (const wrong of [Number.NaN, Infinity, -Infinity, 0, -1, -1e30, 1e30, 1e-30]) {
            values.fill(wrong);
            try {
              for (const value of sampler.draw(generator)) {
                if (Number.isNaN(value)) expect.fail(`${parameter.attributes.name} = ${wrong} gives NaN`);
              }
            } catch (error) {
              if (!(error instanceof RangeError)) throw error;
              expect(error.message).toMatch(
                /^(createSampler: the )?.*(drew NaN; its|: its) parameters are outside/,
              );
            }
          }
          values.fill(usual);
        }
      },
    );
  }

  it.each([
    [
      "vonMises",
      vonMises(0, variable("κ", [], [Number.NaN])),
      /^vonMises: .*concentration is NaN; it must be 0/,
    ],
    [
      "truncatedNormal",
      truncatedNormal(variable("μ", [], [Number.NaN]), 1),
      /^truncatedNormal: .*mean is NaN/,
    ],
    [
      "truncatedNormal",
      truncatedNormal(0, variable("σ", [], [0])),
      /standardDeviation is 0; it must be above 0/,
    ],
    [
      "truncatedNormal",
      truncatedNormal(0, variable("σ", [], [-1]), 0, 1),
      /standardDeviation is -1; it must/,
    ],
    ["product", product([vonMises(0, variable("κ", [], [-1]))]), /^vonMises: .*concentration is -1; it must/],
    [
      "mixture",
      mixture(constant([0, 0], [2]), vonMises(0, variable("κ", [2], [1, -1]))),
      /^vonMises \(entry 1 of the batch\): .*concentration is -1/,
    ],
  ])("%s names the number that is not valid", (_, density, message) => {
    expect(() => createSampler(density, 3).draw(createGenerator(1))).toThrow(message);
  });
});
