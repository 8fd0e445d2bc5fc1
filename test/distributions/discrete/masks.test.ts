import { describe, expect, it } from "vitest";
import { createReferenceBackend } from "../../../src/backends/reference/index.ts";
import { createWasmBackend } from "../../../src/backends/wasm/index.ts";
import { compile } from "../../../src/compiler/index.ts";
import { categorical, createSampler, multiCategorical, ordinal } from "../../../src/distributions/index.ts";
import { constant, type Expression, grad, input, sum, toInt, variable } from "../../../src/graph/index.ts";
import { createGenerator } from "../../../src/random/index.ts";
import { tensor, valuesOf } from "../evaluate.ts";

const vector = (...entries: number[]) => tensor(entries);

describe("what is illegal has probability 0 beside any legal logits", () => {
  it.each([
    [[-1e10, 5], [1, 0], [0]],
    [
      [-1e10, -1e10, 5],
      [1, 1, 0],
      [-Math.LN2, -Math.LN2],
    ],
    [[-1e300, 1e300, 0], [1, 0, 0], [0]],
    [
      [-1e10, 0, 1e10],
      [1, 1, 0],
      [-1e10, 0],
    ],
    [
      [1e9, 1e9 - 1, 2e9],
      [1, 1, 0],
      [-Math.log1p(Math.exp(-1)), -1 - Math.log1p(Math.exp(-1))],
    ],
    [[3, -2e9], [0, 1], [0]],
  ])("logits %j, legal %j", (logits, legal, expected) => {
    const density = categorical(vector(...logits), vector(...legal));
    const found = valuesOf({
      logProbs: density.parameters.logProbs,
      entropy: density.entropy(),
      mode: density.mode(),
      mean: density.mean(),
    });
    const legalOnes = found.logProbs.filter((_, i) => legal[i] === 1);
    legalOnes.forEach((each, i) => expect(each).toBeCloseTo(expected[i], 12));
    for (const [i, each] of found.logProbs.entries()) if (legal[i] === 0) expect(each).toBeLessThan(-9e8);
    expect(legal[found.mode[0]]).toBe(1);
    expect(found.entropy[0]).toBeGreaterThanOrEqual(0);
    for (const drawn of createSampler(density, 50).draw(createGenerator(1))) expect(legal[drawn]).toBe(1);
  });

  it("is so in float32 too, and the gradient is that of the legal categories alone", () => {
    const logits = variable("logits", [3], [-1e10, -1e10, 5]);
    const density = categorical(logits, vector(1, 1, 0));
    const [slope] = grad(sum(density.logProb(toInt(constant(0)))), [logits]);
    for (const backend of [createReferenceBackend(), createWasmBackend()]) {
      const outputs = { slope, logProbs: density.parameters.logProbs };
      const program = compile({ outputs }, backend as ReturnType<typeof createReferenceBackend>);
      program.run();
      expect(Array.from(program.outputs.slope, (each) => Number(each.toFixed(6)))).toEqual([0.5, -0.5, 0]);
      expect(program.outputs.logProbs[0]).toBeCloseTo(-Math.LN2, 6);
      expect(program.outputs.logProbs[2]).toBeLessThan(-9e8);
    }
  });
});

describe("a mask that leaves nothing", () => {
  it.each<[string, () => unknown]>([
    ["categorical: row 0 of legal has only 0; at least one", () => categorical(vector(1, 2), vector(0, 0))],
    [
      "multiCategorical: row 1 of legal has only 0 for choice 1; at least one",
      () => multiCategorical(tensor([[1, 2, 3], [1, 2, 3]]), [2, 1], tensor([[1, 0, 1], [1, 1, 0]])), // biome-ignore format: matrices
    ],
    ["categorical: row 0 of legal has only 0; at least one", () => ordinal(vector(1, 2), vector(0, 0))],
  ])("%s, where it is known", (message, make) => expect(make).toThrow(message));

  it("makes log-probabilities NaN and samples an error where it is computed, never a uniform density", () => {
    for (const backend of [createReferenceBackend(), createWasmBackend()]) {
      const legal = variable("legal", [2, 3], [0, 1, 1, 0, 0, 0]);
      const density = categorical(tensor([[1, 2, 3], [1, 2, 3]]), legal as Expression); // biome-ignore format: a matrix
      const outputs = { logProbs: density.parameters.logProbs, entropy: density.entropy() };
      const typed = backend as ReturnType<typeof createReferenceBackend>;
      const program = compile({ outputs }, typed);
      program.run();
      for (const each of program.outputs.logProbs.subarray(3)) expect(each).toBeNaN();
      expect(program.outputs.entropy[0]).toBeGreaterThan(0);
      expect(program.outputs.entropy[1]).toBeNaN();
      expect(() => createSampler(density, 5, typed).draw(createGenerator(1))).toThrow(
        "createSampler: the categorical has nothing to draw from; its mask must leave at least one category",
      );
      const noise = input([2, 1]);
      const drawing = compile({ inputs: { noise }, outputs: { drawn: density.sample(noise) } }, typed);
      drawing.inputs.noise.fill(0.5);
      drawing.run();
      expect(drawing.outputs.drawn[1]).toBe(-1);
    }
  });
});
