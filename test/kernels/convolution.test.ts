import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Images, visit3x3, visitPatches } from "../../src/backends/reference/convolve.ts";
import { winogradScratchBytes } from "../../src/compiler/instruction-set/winograd-scratch.ts";
import { placeWindow } from "../../src/graph/window.ts";
import { difference, instructionSets, Machine, noise } from "./machine.ts";

const sizeOf = (shape: readonly number[]) => shape.reduce((size, extent) => size * extent, 1);

const images = fc.record({
  batch: fc.integer({ min: 1, max: 5 }),
  height: fc.constantFrom(1, 2, 3, 4, 6, 9),
  width: fc.constantFrom(1, 2, 3, 5, 9, 19, 120),
  channels: fc.constantFrom(1, 2, 3, 4, 5, 8, 11, 16, 17),
  filters: fc.constantFrom(1, 3, 4, 7, 8, 12, 17),
});

/** Errors are relative to the largest entry: the transforms add and subtract larger numbers than the results are. */
function expectClose(
  actual: ArrayLike<number>,
  expected: Float64Array,
  tolerance: number,
  scaledBy = expected,
) {
  const scale = scaledBy.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  expect(difference(actual, expected, 0, tolerance * scale)).toBeUndefined();
}

describe.each(instructionSets)("%s", (instructionSet) => {
  const machine = new Machine(instructionSet);

  test("3×3 convolutions and their transposes agree with float64 for every size, bias and epilogue", () => {
    const cases = fc.record({
      size: images,
      transposed: fc.boolean(),
      bias: fc.boolean(),
      epilogue: fc.constantFrom("none", "relu", "reluGradient"),
    });
    fc.assert(
      fc.property(cases, ({ size, transposed, bias, epilogue }) => {
        const { batch, height, width, channels, filters } = size;
        const [from, to] = transposed ? [filters, channels] : [channels, filters];
        const shape: Images = [batch, height, width, channels];
        const resultSize = batch * height * width * to;
        const x = noise(batch * height * width * from, 1);
        const w = noise(9 * channels * filters, 2);
        const biases = noise(to, 3);
        const activations = noise(resultSize, 4);
        const expected = new Float64Array(resultSize);
        if (bias) for (let i = 0; i < resultSize; i++) expected[i] = biases[i % to];
        visit3x3(shape, filters, (image, weight, result) => {
          if (transposed) expected[image] += x[result] * w[weight];
          else expected[result] += x[image] * w[weight];
        });

        machine.reset();
        const d = machine.allocate(resultSize);
        machine.mustRun(
          "convolution3x3",
          ...[batch, height, width, channels, filters, d, machine.floats(x), machine.floats(w), +transposed],
          { none: 0, relu: 2, reluGradient: 5 }[epilogue],
          bias ? machine.floats(biases) : 0,
          epilogue === "reluGradient" ? machine.floats(activations) : 0,
          machine.allocate(winogradScratchBytes(width, channels, filters) / 4),
        );
        const finished = expected.map((value, i) => {
          if (epilogue === "relu") return Math.max(value, 0);
          return epilogue === "reluGradient" && activations[i] <= 0 ? 0 : value;
        });
        expectClose(machine.viewFloats(d, resultSize), finished, 3e-6, expected);
      }),
      { numRuns: 300, seed: 11 },
    );
  });

  test("gradients of 3×3 weights agree with float64 for every size", () => {
    fc.assert(
      fc.property(images, ({ batch, height, width, channels, filters }) => {
        const shape: Images = [batch, height, width, channels];
        const x = noise(sizeOf(shape), 1);
        const g = noise(batch * height * width * filters, 2);
        const expected = new Float64Array(9 * channels * filters);
        visit3x3(shape, filters, (image, weight, result) => {
          expected[weight] += x[image] * g[result];
        });
        machine.reset();
        const d = machine.allocate(expected.length);
        machine.mustRun(
          "convolution3x3WeightGradient",
          ...[batch, height, width, channels, filters, d, machine.floats(x), machine.floats(g)],
          machine.allocate(winogradScratchBytes(width, channels, filters) / 4),
        );
        expectClose(machine.viewFloats(d, expected.length), expected, 3e-5);
      }),
      { numRuns: 200, seed: 12 },
    );
  });

  test("patches are what the window sees, and fold to the sum of what was seen", () => {
    const pair = (min: number, max: number) =>
      fc.tuple(fc.integer({ min, max }), fc.integer({ min, max })) as fc.Arbitrary<[number, number]>;
    const windows = fc.record({
      batch: fc.integer({ min: 1, max: 3 }),
      extent: pair(1, 9),
      channels: fc.constantFrom(1, 2, 4, 5, 9),
      kernel: pair(1, 5),
      stride: pair(1, 3),
      padding: fc.constantFrom<"same" | 2 | 4>("same", 2, 4),
    });
    fc.assert(
      fc.property(windows, ({ batch, extent, channels, kernel, stride, padding }) => {
        const shape: Images = [batch, ...extent, channels];
        const { places, ...window } = placeWindow("test", shape, kernel, { stride, padding });
        const patchesShape = [batch, ...places, sizeOf(kernel) * channels];
        const x = noise(sizeOf(shape), 1);
        const p = noise(sizeOf(patchesShape), 2);
        const seen = new Float64Array(p.length);
        const folded = new Float64Array(x.length);
        visitPatches(shape, places, window, (image, patch) => {
          seen[patch] = x[image];
          folded[image] += p[patch];
        });
        const words = [...shape, ...places, ...kernel, ...stride, ...window.padding];
        machine.reset();
        const taken = machine.allocate(p.length);
        machine.mustRun("patches", ...words, taken, machine.floats(x));
        expect(difference(machine.viewFloats(taken, p.length), seen, 0)).toBeUndefined();
        const sum = machine.allocate(x.length);
        machine.mustRun("foldPatches", ...words, sum, machine.floats(p));
        expect(difference(machine.viewFloats(sum, x.length), folded, 0, 1e-5)).toBeUndefined();
      }),
      { numRuns: 500, seed: 13 },
    );
  });
});
