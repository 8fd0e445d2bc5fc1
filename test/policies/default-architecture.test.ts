import { describe, expect, it } from "vitest";
import { createReferenceBackend } from "../../src/backends/index.ts";
import { compile } from "../../src/compiler/index.ts";
import { box, discrete, type Space } from "../../src/environments/index.ts";
import { input } from "../../src/graph/index.ts";
import {
  type ConvolutionalArchitecture,
  createNetwork,
  type MlpArchitecture,
  type SavedWeights,
} from "../../src/networks/index.ts";
import { defaultArchitectureFor } from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";

const images = (shape: readonly number[], low: number | number[], high: number | number[]) =>
  box({ low, high, shape }) as unknown as Space;

const zeros: SavedWeights = (_, shape) => new Float32Array(shape.reduce((a, b) => a * b, 1));

describe("the default architecture", () => {
  it("has the default layers where they are undefined", () => {
    const space = box({ low: -1, high: 1, shape: [3] }) as unknown as Space;
    const expected = defaultArchitectureFor(space);
    expect(expected).toMatchObject({ hidden: [64, 64], activation: "tanh" });
    const layers = { hidden: undefined, activation: undefined } as never;
    expect(defaultArchitectureFor(space, layers)).toEqual(expected);
    expect(defaultArchitectureFor(space, { hidden: [8] })).toEqual({ ...expected, hidden: [8] });
  });

  it("of large images is the network of Mnih et al. 2015, with its 1,687,206 weights for 6 actions", () => {
    const architecture = defaultArchitectureFor(images([84, 84, 4], 0, 255));
    const size = { inputs: 84 * 84 * 4, outputs: 6 };
    const { parameters, apply } = createNetwork("q", architecture, size, createGenerator(0), zeros);
    const weights = parameters.map(({ shape }) => shape.reduce((a, b) => a * b, 1));
    // 8·8·4·32 + 32, 4·4·32·64 + 64, 3·3·64·64 + 64, 7·7·64·512 + 512, 512·6 + 6
    expect(weights).toEqual([8192, 32, 32768, 64, 36864, 64, 1605632, 512, 3072, 6]);
    expect(apply(input([2, size.inputs])).shape).toEqual([2, 6]);
  });

  it("of small images has small kernels, and of boards of less than 8 × 8 and vectors fully connected layers", () => {
    expect(defaultArchitectureFor(images([20, 20, 1], 0, 1))).toEqual({
      kind: "convolutional",
      input: [20, 20, 1],
      layers: [
        { filters: 16, kernel: 3, stride: 2 },
        { filters: 32, kernel: 3, stride: 2 },
      ],
      head: { kind: "dense", hidden: [128] },
    });
    const layers = { hidden: [5], activation: "relu" } as const;
    for (const space of [
      images([4], 0, 1),
      images([8, 8], 0, 1),
      images([3, 3, 2], 0, 1),
      images([4, 84, 84], 0, 1), // channels come last
      images([8, 8, 1], 0, Number.POSITIVE_INFINITY),
      discrete(4) as unknown as Space,
    ]) {
      const { kind, hidden, activation } = defaultArchitectureFor(space, layers) as MlpArchitecture;
      expect({ kind, hidden, activation }).toEqual({ kind: "mlp", ...layers });
    }
  });

  it("scales the entries of each channel from its bounds to 0 to 1", () => {
    const low = Array.from({ length: 128 }, (_, i) => (i % 2 === 0 ? 0 : -3));
    const high = low.map((least) => (least === 0 ? 255 : 5));
    const scaled = defaultArchitectureFor(images([8, 8, 2], low, high)) as ConvolutionalArchitecture;
    expect(scaled.range).toEqual({ low: [0, -3], high: [255, 5] });
    const generator = createGenerator(4);
    const observation = low.map((least, i) => generator.uniform(least, high[i]));
    const outputOf = (architecture: ConvolutionalArchitecture, numbers: readonly number[]) => {
      const x = input([1, 128]);
      const network = createNetwork("n", architecture, { inputs: 128, outputs: 3 }, createGenerator(1));
      const program = compile({ inputs: { x }, outputs: { y: network.apply(x) } }, createReferenceBackend());
      program.inputs.x.set(numbers);
      program.run();
      return [...program.outputs.y];
    };
    const { range: _, ...plain } = scaled;
    const byHand = observation.map((value, i) => (value - low[i]) / (high[i] - low[i]));
    outputOf(scaled, observation).forEach((value, i) => {
      expect(value).toBeCloseTo(outputOf(plain, byHand)[i], 12);
    });
  });

  it.each([
    [{ low: 0 }, "architecture: range's high is undefined; it must be a finite number, or 2 of them"],
    [{ low: [0], high: 1 }, "architecture: range's low is [0]; it must be a finite number, or 2 of them"],
    [{ low: 0, high: [1, 0] }, "architecture: range of channel 1 is from 0 to 0; low must be below high"],
    [{ low: 0, high: Number.NaN }, "architecture: range's high is null; it must be a finite number"],
    [{ low: 0, high: 1e300 }, "it must be a finite number"],
    [[0, 1], "architecture: range is [0,1]; it must be an object"],
    [{ low: 0, high: 1, mean: 0 }, "architecture, range: there is no option mean"],
  ])("refuses ranges that images cannot be scaled by: %j", (range, message) => {
    const architecture = {
      ...defaultArchitectureFor(images([8, 8, 2], 0, 1)),
      range,
    } as ConvolutionalArchitecture;
    const build = () => createNetwork("n", architecture, { inputs: 128, outputs: 1 }, createGenerator(1));
    expect(build).toThrow(message);
  });
});
