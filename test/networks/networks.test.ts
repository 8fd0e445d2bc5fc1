import { describe, expect, it } from "vitest";
import { createReferenceBackend } from "../../src/backends/reference/index.ts";
import { compile } from "../../src/compiler/index.ts";
import * as graph from "../../src/graph/index.ts";
import {
  type Architecture,
  createNetwork,
  defaultArchitecture,
  dense,
  embedding,
  initializers,
  orthogonal,
} from "../../src/networks/index.ts";
import { createGenerator } from "../../src/random/index.ts";

describe("initializers", () => {
  it.each([
    [8, 3],
    [3, 8],
    [5, 5],
    [1, 4],
    [64, 64],
  ])("orthogonal %i → %i has orthonormal columns or rows, times the gain", (inputs, outputs) => {
    const weights = orthogonal(inputs, outputs, createGenerator(3), 2);
    const at = (i: number, j: number) => weights[i * outputs + j];
    const short = Math.min(inputs, outputs);
    const long = Math.max(inputs, outputs);
    for (let a = 0; a < short; a++) {
      for (let b = 0; b <= a; b++) {
        let dot = 0;
        for (let k = 0; k < long; k++) dot += outputs <= inputs ? at(k, a) * at(k, b) : at(a, k) * at(b, k);
        expect(dot).toBeCloseTo(a === b ? 4 : 0, 5);
      }
    }
  });

  // The sample variance of n = 60,000 draws has relative standard error √(2/n) = 0.6 % for a normal, less for a
  // uniform: a bound of 5 % fails by chance less than once in 10¹⁴ runs, and the seed is fixed besides.
  it.each([
    ["glorotUniform", 2 / 500],
    ["glorotNormal", 2 / 500],
    ["heUniform", 2 / 300],
    ["heNormal", 2 / 300],
    ["lecunNormal", 1 / 300],
  ] as const)("%s has the variance that its authors give", (name, variance) => {
    const weights = initializers[name](300, 200, createGenerator(5));
    const mean = weights.reduce((a, b) => a + b, 0) / weights.length;
    const measured = weights.reduce((a, b) => a + (b - mean) ** 2, 0) / weights.length;
    expect(Math.abs(mean)).toBeLessThan(6 * Math.sqrt(variance / weights.length));
    expect(measured / variance).toBeGreaterThan(0.95);
    expect(measured / variance).toBeLessThan(1.05);
  });
});

describe("networks", () => {
  const generator = () => createGenerator(11);
  const run = (network: ReturnType<typeof createNetwork>, rows: number[][]) => {
    const backend = createReferenceBackend();
    const x = graph.input([rows.length, rows[0].length]);
    const program = compile({ inputs: { x }, outputs: { y: network.apply(x) } }, backend);
    program.inputs.x.set(rows.flat());
    program.run();
    return {
      y: Array.from(program.outputs.y),
      values: network.parameters.map((each) => backend.values(each)),
    };
  };

  it("an MLP is its layers with the activation between them", () => {
    const architecture: Architecture = {
      kind: "mlp",
      hidden: [3],
      activation: "tanh",
      initializer: "glorotNormal",
    };
    const network = createNetwork("net", architecture, { inputs: 2, outputs: 2 }, generator());
    expect(network.parameters.map(({ attributes }) => attributes.name)).toEqual([
      "net.0.weight",
      "net.0.bias",
      "net.1.weight",
      "net.1.bias",
    ]);
    const x = [0.5, -1];
    const { y, values } = run(network, [x]);
    const [w0, b0, w1, b1] = values;
    const hidden = [0, 1, 2].map((j) => Math.tanh(x[0] * w0[j] + x[1] * w0[3 + j] + b0[j]));
    const expected = [0, 1].map((j) => hidden.reduce((sum, h, i) => sum + h * w1[i * 2 + j], b1[j]));
    y.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 12));
  });

  it("an MLP has orthogonal weights and tanh unless it is told otherwise", () => {
    const size = { inputs: 2, outputs: 1 };
    const said = createNetwork("net", { ...defaultArchitecture, hidden: [3] }, size, generator());
    const unsaid = createNetwork("net", { kind: "mlp", hidden: [3] }, size, generator());
    expect(run(unsaid, [[0.5, -1]])).toEqual(run(said, [[0.5, -1]]));
  });

  it("an MLP with layer normalization shifts and scales what each hidden layer gives, in front of its activation", () => {
    const architecture = { ...defaultArchitecture, hidden: [3], normalization: "layer" } as const;
    const network = createNetwork("net", architecture, { inputs: 2, outputs: 1 }, generator());
    expect(network.parameters.map(({ attributes }) => attributes.name)).toEqual([
      ...["net.0.weight", "net.0.bias", "net.0.normalization.weight", "net.0.normalization.bias"],
      ...["net.1.weight", "net.1.bias"],
    ]);
    const x = [0.5, -1];
    const { y, values } = run(network, [x]);
    const [w0, b0, , , w1, b1] = values;
    const sums = [0, 1, 2].map((j) => x[0] * w0[j] + x[1] * w0[3 + j] + b0[j]);
    const center = (sums[0] + sums[1] + sums[2]) / 3;
    const variance = sums.reduce((total, each) => total + (each - center) ** 2, 0) / 3;
    const hidden = sums.map((each) => Math.tanh((each - center) / Math.sqrt(variance + 1e-5)));
    expect(y[0]).toBeCloseTo(
      hidden.reduce((total, h, i) => total + h * w1[i], b1[0]),
      12,
    );
  });

  it.each([
    [{ hidden: [8, 0] }, "hidden layer 1 is 0; it must be an integer of at least 1"],
    [{ hidden: 64 }, "hidden is 64; it must be the units of each hidden layer, such as [64, 64]"],
    [{ activation: "gelu" }, 'activation is "gelu"; it must be one of: tanh, relu, sigmoid'],
    [{ normalization: "batch" }, 'normalization is "batch"; it must be one of: none, layer'],
    [{ initializer: "xavier" }, 'initializer is "xavier"; it must be one of: orthogonal,'],
  ])("an MLP refuses %j", (change, message) => {
    const architecture = { ...defaultArchitecture, ...change } as Architecture;
    expect(() => createNetwork("net", architecture, { inputs: 2, outputs: 2 }, generator())).toThrow(
      `architecture: ${message}`,
    );
  });

  it("draws no weights that no variable could hold", () => {
    const drawing = generator();
    const before = JSON.stringify(drawing.save());
    const hidden = { ...defaultArchitecture, hidden: [2 ** 31 - 1], initializer: "heNormal" as const };
    expect(() => createNetwork("net", hidden, { inputs: 2, outputs: 2 }, drawing)).toThrow(
      /^variable "net.0.weight": shape is \[2, 2147483647\], which is 4294967294 elements; a tensor has at most/,
    );
    expect(() => embedding("words", { count: 2 ** 20, size: 2 ** 11, generator: drawing })).toThrow(
      /^variable "words.weight": shape is \[1048576, 2048\], which is 2147483648 elements; a tensor has at most/,
    );
    expect(JSON.stringify(drawing.save())).toBe(before);
  });

  it("linear and tabular approximators begin at zero and depend on the features alone", () => {
    for (const kind of ["linear", "tabular"] as const) {
      const network = createNetwork("net", { kind }, { inputs: 3, outputs: 2 }, generator());
      expect(run(network, [[0, 1, 0]]).y).toEqual([0, 0]);
      expect(network.parameters.length).toBe(kind === "linear" ? 2 : 1);
    }
  });

  it("the gradient of a table is at the state that was visited", () => {
    const table = createNetwork("table", { kind: "tabular" }, { inputs: 3, outputs: 2 }, generator());
    const x = graph.constant([0, 1, 0], [1, 3]);
    const [gradient] = graph.grad(graph.sum(table.apply(x)), table.parameters);
    const program = compile({ outputs: { gradient } }, createReferenceBackend());
    program.run();
    expect(Array.from(program.outputs.gradient)).toEqual([0, 0, 1, 1, 0, 0]);
  });

  it("depend on the seed, and on nothing else", () => {
    const weights = (seed: number) =>
      dense("d", { inputs: 4, outputs: 4, generator: createGenerator(seed) }).parameters[0].attributes
        .initial;
    expect(weights(1)).toEqual(weights(1));
    expect(weights(1)).not.toEqual(weights(2));
  });
});
