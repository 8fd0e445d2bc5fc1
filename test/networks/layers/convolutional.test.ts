import { describe, expect, it } from "vitest";
import { createReferenceBackend } from "../../../src/backends/reference/index.ts";
import { createWasmBackend } from "../../../src/backends/wasm/index.ts";
import { compile, type Floats } from "../../../src/compiler/index.ts";
import * as graph from "../../../src/graph/index.ts";
import {
  type ConvolutionalArchitecture,
  type ConvolutionalHead,
  convolutional,
  convolutionalHead,
  convolutionalTower,
  createNetwork,
  embedding,
  type Network,
  residualBlock,
} from "../../../src/networks/index.ts";
import { createGenerator } from "../../../src/random/index.ts";

const small: ConvolutionalArchitecture = {
  kind: "convolutional",
  input: [3, 4, 2],
  layers: [{ filters: 3, kernel: 3 }],
  head: { kind: "dense" },
};
const create = (change: Partial<ConvolutionalArchitecture>, inputs = 24, outputs = 5) =>
  createNetwork("net", { ...small, ...change }, { inputs, outputs }, createGenerator(1));

const numbers = (count: number, seed: number) => {
  const generator = createGenerator(seed);
  return Float64Array.from({ length: count }, () => generator.normal());
};

/** The network's parameters and statistics set to numbers of no special kind, variances positive. */
function disturb(network: Network, backend: ReturnType<typeof createReferenceBackend>): void {
  [...network.parameters, ...network.statistics].forEach((each, i) => {
    const values = backend.values(each);
    values.set(numbers(values.length, i));
    if (each.attributes.name.endsWith("runningVariance")) values.set(values.map((value) => value ** 2 + 0.1));
  });
}

/** What `build` gives from inputs of a shape. */
function evaluate(
  backend: ReturnType<typeof createReferenceBackend>,
  shape: number[],
  build: (x: graph.Expression) => graph.FloatExpression,
): Float64Array {
  const x = graph.input(shape);
  const program = compile({ inputs: { x }, outputs: { y: build(x) } }, backend);
  program.inputs.x.set(numbers(program.inputs.x.length, 99));
  program.run();
  return program.outputs.y.slice();
}

function expectClose(actual: Float64Array, expected: Float64Array): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 10));
}

describe("convolutional networks", () => {
  it("can be AlphaGo's policy network", () => {
    const layers = [{ filters: 192, kernel: 5 }, ...Array(11).fill({ filters: 192, kernel: 3 })];
    const architecture = { ...small, input: [19, 19, 48], layers, head: { kind: "positions" } } as const;
    const size = { inputs: 19 * 19 * 48, outputs: 361 };
    const { parameters, apply } = createNetwork("policy", architecture, size, createGenerator(0));
    const shapes = Object.fromEntries(parameters.map(({ attributes, shape }) => [attributes.name, shape]));
    expect(Object.keys(shapes).length).toBe(2 * 12 + 2);
    expect(shapes).toMatchObject({
      "policy.tower.0.weight": [5, 5, 48, 192],
      "policy.tower.11.weight": [3, 3, 192, 192],
      "policy.tower.11.bias": [192],
      "policy.head.positions.weight": [1, 1, 192, 1],
      "policy.head.positions.bias": [361],
    });
    expect(apply(graph.input([2, 19 * 19 * 48])).shape).toEqual([2, 361]);
  });

  it("keep the size of signals from layer to layer under He's initialization", () => {
    const layers = Array(4).fill({ filters: 32, kernel: 3 });
    const tower = convolutionalTower("t", { ...small, input: [9, 9, 8], layers }, createGenerator(3));
    const backend = createReferenceBackend();
    const y = evaluate(backend, [2, 648], (x) => tower.apply(x));
    // Half of the numbers are 0 behind a ReLU; at the borders less is seen. A factor of 2 in the weights is 256 here.
    const square = y.reduce((sum, value) => sum + value * value, 0) / y.length;
    expect(square).toBeGreaterThan(0.1);
    expect(square).toBeLessThan(2);
  });

  const heads: [string, ConvolutionalHead, outputs: number, parameters: string[]][] = [
    ["positions", { kind: "positions" }, 12, ["positions.weight", "positions.bias"]],
    [
      "positions and an action elsewhere",
      { kind: "positions" },
      13,
      ["positions.weight", "positions.bias", "elsewhere.weight", "elsewhere.bias"],
    ],
    ["dense", { kind: "dense" }, 5, ["0.weight", "0.bias"]],
    [
      "AlphaGo Zero's value",
      { kind: "dense", filters: 1, hidden: [7] },
      1,
      ["narrow.weight", "narrow.bias", "0.weight", "0.bias", "1.weight", "1.bias"],
    ],
    ["pooled", { kind: "pooled", hidden: [4] }, 3, ["0.weight", "0.bias", "1.weight", "1.bias"]],
  ];
  it.each(heads)("have the head %s", (_, head, outputs, parameters) => {
    const network = create({ head }, 24, outputs);
    const names = network.parameters.map(({ attributes }) => attributes.name);
    expect(names.slice(2)).toEqual(parameters.map((name) => `net.head.${name}`));
    expect(network.apply(graph.input([2, 24])).shape).toEqual([2, outputs]);
  });

  it("put a bias at each position, and the mean of the channels into what is elsewhere", () => {
    const head = convolutionalHead("head", {
      ...{ architecture: { ...small, head: { kind: "positions" } }, images: [2, 2, 3], outputs: 5 },
      generator: createGenerator(2),
    });
    const backend = createReferenceBackend();
    disturb(head, backend);
    const [weight, bias, elsewhere, elsewhereBias] = head.parameters.map((each) => backend.values(each));
    const x = numbers(12, 99);
    const y = evaluate(backend, [1, 2, 2, 3], (images) => head.apply(images));
    const dot = (pixel: number, w: Float64Array) =>
      [0, 1, 2].reduce((sum, channel) => sum + x[3 * pixel + channel] * w[channel], 0);
    const pixels = [0, 1, 2, 3];
    const mean = pixels.reduce((sum, pixel) => sum + dot(pixel, elsewhere), 0) / 4;
    expectClose(
      y,
      Float64Array.from([
        ...pixels.map((pixel) => dot(pixel, weight) + bias[pixel]),
        mean + elsewhereBias[0],
      ]),
    );
  });

  it.each(["batch", "layer", "none"] as const)(
    "with residual blocks and normalization %s have gradients that equal differences",
    (normalization) => {
      for (const [preactivation, globalPooling] of [
        [false, false],
        [true, false],
        [false, true],
        [true, true],
      ]) {
        // tanh, since a difference across the edge of a ReLU is no derivative
        const blocks = { residualBlocks: globalPooling ? 2 : 1, preactivation, globalPooling };
        const network = create({ normalization, ...blocks, activation: "tanh" });
        const backend = createReferenceBackend();
        disturb(network, backend);
        const x = graph.input([2, 24]);
        const loss = graph.sum(graph.square(network.train(x).outputs));
        const gradients = graph.grad(loss, network.parameters);
        const outputs = Object.fromEntries(gradients.map((each, i) => [i, each]));
        const program = compile<{ x: typeof x }, Record<string, graph.FloatExpression>, Float64Array>(
          { inputs: { x }, outputs: { ...outputs, loss } },
          backend,
        );
        program.inputs.x.set(numbers(48, 99));
        program.run();
        const computed = gradients.map((_, i) => program.outputs[i].slice());
        network.parameters.forEach((parameter, i) => {
          const values = backend.values(parameter);
          const entry = i % values.length;
          const lossAt = (shift: number) => {
            const before = values[entry];
            values[entry] += shift;
            program.run();
            values[entry] = before;
            return program.outputs.loss[0];
          };
          const difference = (lossAt(1e-5) - lossAt(-1e-5)) / 2e-5;
          const scale = Math.max(1, Math.abs(difference));
          expect(Math.abs(computed[i][entry] - difference) / scale, parameter.attributes.name).toBeLessThan(
            1e-7,
          );
        });
      }
    },
  );

  it("fold batch normalization into the weights outside of training", () => {
    const options = { channels: 2, filters: 3, kernel: 3, generator: createGenerator(1) };
    const layer = convolutional("c", { ...options, normalization: "batch" });
    const backend = createReferenceBackend();
    disturb(layer, backend);
    const [weight, gain, offset] = layer.parameters;
    const [mean, variance] = layer.statistics;
    expectClose(
      evaluate(backend, [2, 4, 4, 2], (x) => layer.apply(x)),
      evaluate(backend, [2, 4, 4, 2], (x) => {
        const centered = graph.subtract(graph.convolution(x, weight), mean);
        const scaled = graph.divide(centered, graph.sqrt(graph.add(variance, 1e-5)));
        return graph.add(graph.multiply(scaled, gain), offset);
      }),
    );
  });

  it("have blocks that add their input, before the last activation or after all", () => {
    for (const preactivation of [false, true]) {
      const block = residualBlock("b", { filters: 2, preactivation, generator: createGenerator(1) });
      const backend = createReferenceBackend();
      disturb(block, backend);
      // With these 0, so is what the second convolution gives.
      const silent = ["weight", "bias", "normalization.bias", "normalization.runningMean"].map(
        (part) => `b.1.${part}`,
      );
      for (const each of [...block.parameters, ...block.statistics]) {
        if (silent.includes(each.attributes.name)) backend.values(each).fill(0);
      }
      const skipped = evaluate(backend, [1, 3, 3, 2], (x) =>
        preactivation ? graph.add(x, 0) : graph.relu(x),
      );
      expectClose(
        evaluate(backend, [1, 3, 3, 2], (x) => block.apply(x)),
        skipped,
      );
    }
  });

  it("have blocks of which every second one adds to each channel what is linear in the means of all, where they pool", () => {
    const network = create({ residualBlocks: 4, preactivation: true, globalPooling: true });
    const names = network.parameters.map(({ attributes }) => attributes.name);
    expect(names.filter((name) => name.includes("pooled"))).toEqual(
      [1, 3].flatMap((block) => ["weight", "bias"].map((part) => `net.tower.block${block}.pooled.${part}`)),
    );
  });

  it("pool between the convolutions of a block, behind an activation", () => {
    const options = { filters: 2, normalization: "none", preactivation: true, globalPooling: true } as const;
    const block = residualBlock("b", { ...options, generator: createGenerator(1) });
    const backend = createReferenceBackend();
    disturb(block, backend);
    const named = Object.fromEntries(block.parameters.map((each) => [each.attributes.name, each]));
    expectClose(
      evaluate(backend, [2, 3, 3, 2], (x) => block.apply(x)),
      evaluate(backend, [2, 3, 3, 2], (x) => {
        const seen = graph.add(graph.convolution(graph.relu(x), named["b.0.weight"]), named["b.0.bias"]);
        const means = graph.mean(graph.relu(seen), { axis: [1, 2] });
        const pooled = graph.add(graph.matmul(means, named["b.pooled.weight"]), named["b.pooled.bias"]);
        const both = graph.add(seen, graph.reshape(pooled, [2, 1, 1, 2]));
        return graph.add(
          graph.add(graph.convolution(graph.relu(both), named["b.1.weight"]), named["b.1.bias"]),
          x,
        );
      }),
    );
  });

  it("begin with blocks that together change as much as one, where nothing normalizes them", () => {
    const deviation = (change: Partial<ConvolutionalArchitecture>, name: string) => {
      const network = create({ residualBlocks: 16, layers: [{ filters: 12, kernel: 3 }], ...change });
      const weight = network.parameters.find(({ attributes }) => attributes.name === name)!;
      return Math.sqrt(
        Float64Array.from(weight.attributes.initial).reduce((sum, each) => sum + each ** 2, 0) / 1296,
      );
    };
    const [first, second] = ["net.tower.block3.0.weight", "net.tower.block3.1.weight"];
    // He's deviation is √(2 / 108); of 1,296 weights the estimate has a relative standard error of 0.02.
    expect(deviation({}, first)).toBeCloseTo(Math.sqrt(2 / 108), 1);
    expect(deviation({}, second) / deviation({}, first)).toBeCloseTo(1 / 4, 1);
    expect(deviation({ normalization: "layer" }, second) / deviation({}, first)).toBeCloseTo(1, 1);
  });

  it("average their statistics in training, all of them, once", () => {
    const network = create({
      normalization: "batch",
      residualBlocks: 2,
      head: { kind: "dense", filters: 2 },
    });
    const { updates } = network.train(graph.input([4, 24]));
    const targets = updates.map((update) => update.kind === "assign" && update.target.attributes.name);
    expect(targets.length).toBe(2 * (1 + 2 * 2 + 1));
    expect(new Set(targets)).toEqual(new Set(network.statistics.map(({ attributes }) => attributes.name)));
  });

  it("share a tower between a policy and a value", () => {
    const architecture = { ...small, residualBlocks: 1 };
    const tower = convolutionalTower("t", architecture, createGenerator(1));
    const head = (name: string, outputs: number) =>
      convolutionalHead(name, {
        ...{ architecture, images: tower.images, outputs, generator: createGenerator(2) },
      });
    const features = tower.apply(graph.input([2, 24]));
    expect(features.shape).toEqual([2, 3, 4, 3]);
    expect(head("policy", 13).apply(features).shape).toEqual([2, 13]);
    expect(head("value", 1).apply(features).shape).toEqual([2, 1]);
  });

  it.each([
    [{ input: [3, 3, 2] as const }, "input is [3, 3, 2], 18 numbers; the observations have 24"],
    [{ input: [3, 4] as unknown as [3, 4, 2] }, "input is [3,4]; it must be [height, width, channels]"],
    [{ layers: [] }, "layers is empty"],
    [{ layers: [{ filters: 0, kernel: 3 }] }, "filters of layer 0 is 0; it must be an integer of at least 1"],
    [
      { layers: [{ filters: 2, kernel: 5, padding: "valid" as const }] },
      "layer 0: a kernel of 5×5 does not fit into images of 3×4",
    ],
    [
      { layers: [{ filters: 2, kernel: 1.5 }] },
      "kernel of layer 0 is 1.5; it must be an integer of at least 1",
    ],
    [{ residualBlocks: -1 }, "residualBlocks is -1; it must be an integer from 0 to 1000"],
    [
      { normalization: "group" as "batch" },
      'normalization is "group"; it must be one of: batch, layer, none',
    ],
    [{ head: { kind: "spatial" } as unknown as ConvolutionalHead }, `head's kind is "spatial"`],
    [{ head: { kind: "positions" } as const }, "has 3·4 = 12 outputs, or one more"],
    [{ head: { kind: "dense", hidden: [0] } as const }, "head's hidden layer 0 is 0"],
  ])("refuse %j", (change, message) => {
    expect(() => create(change)).toThrow(message);
  });

  it("refuse a kind that does not exist", () => {
    const architecture = { kind: "recurrent" } as unknown as ConvolutionalArchitecture;
    expect(() => createNetwork("n", architecture, { inputs: 1, outputs: 1 }, createGenerator(1))).toThrow(
      'architecture: kind is "recurrent"; it must be one of: mlp, linear, tabular, convolutional, gru, lstm',
    );
  });
});

describe("an embedding", () => {
  it("looks vectors up for indices of any shape, and learns those that were looked up", () => {
    const { parameters, apply } = embedding("e", { count: 4, size: 2, generator: createGenerator(1) });
    const indices = graph.inputIndices([2, 2]);
    const y = apply(indices);
    expect(y.shape).toEqual([2, 2, 2]);
    const [gradient] = graph.grad(graph.sum(y), parameters);
    for (const backend of [createReferenceBackend(), createWasmBackend()]) {
      const program = compile<{ indices: typeof indices }, { y: typeof y; gradient: typeof y }, Floats>(
        { inputs: { indices }, outputs: { y, gradient } },
        backend,
      );
      program.inputs.indices.set([3, 0, 3, 1]);
      program.run();
      const rows = backend.values(parameters[0]);
      expect(Array.from(program.outputs.y)).toEqual(
        [3, 0, 3, 1].flatMap((row) => [rows[2 * row], rows[2 * row + 1]]),
      );
      expect(Array.from(program.outputs.gradient)).toEqual([1, 1, 1, 1, 0, 0, 2, 2]);
    }
  });
});
