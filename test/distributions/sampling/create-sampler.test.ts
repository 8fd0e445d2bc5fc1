import { expect, it } from "vitest";
import { createReferenceBackend } from "../../../src/backends/reference/index.ts";
import { createWasmBackend } from "../../../src/backends/wasm/index.ts";
import { bernoulli, categorical, createSampler, normal } from "../../../src/distributions/index.ts";
import { constant, variable } from "../../../src/graph/index.ts";
import { createGenerator } from "../../../src/random/index.ts";

it("draws μ + σ ε with the generator's normals, and the same for the same seed", () => {
  const sampler = createSampler(normal(2, 0.5), 5);
  const generator = createGenerator(4);
  const first = Array.from(sampler.draw(generator));
  const noise = createGenerator(4);
  expect(first).toEqual(Array.from({ length: 5 }, () => 2 + 0.5 * noise.normal()));
  expect(Array.from(sampler.draw(generator))).not.toEqual(first);
  expect(Array.from(sampler.draw(createGenerator(4)))).toEqual(first);
});

it("draws samples of a batch of densities one after another", () => {
  const sampler = createSampler(normal(constant([0, 100], [2]), 1), 3);
  const values = sampler.draw(createGenerator(1));
  values.forEach((value, i) => expect(Math.abs(value - (i % 2) * 100)).toBeLessThan(6));
  expect(values.length).toBe(6);
});

it("uses the values that the variables have at each draw", () => {
  const backend = createReferenceBackend();
  const logits = variable("logits", [2], [50, 0]);
  const sampler = createSampler(categorical(logits), 4, backend);
  expect(Array.from(sampler.draw(createGenerator(1)))).toEqual([0, 0, 0, 0]);
  backend.values(logits).set([0, 50]);
  expect(Array.from(sampler.draw(createGenerator(1)))).toEqual([1, 1, 1, 1]);
});

it("draws on a compiled backend too", () => {
  const values = createSampler(bernoulli(0), 1000, createWasmBackend()).draw(createGenerator(7));
  expect(values).toBeInstanceOf(Int32Array);
  const ones = values.filter((value) => value === 1).length;
  expect(Math.abs(ones - 500)).toBeLessThan(100); // six standard deviations: false alarm below 1e-9
});
