import { describe, expect, it } from "vitest";
import { createNativeBackend } from "../../src/backends/native/index.ts";
import { createReferenceBackend } from "../../src/backends/reference/index.ts";
import { createWasmBackend } from "../../src/backends/wasm/index.ts";
import type { Backend } from "../../src/compiler/backend.ts";
import { compile, type Floats, type Update } from "../../src/compiler/index.ts";
import * as graph from "../../src/graph/index.ts";
import { addOn } from "../backends/add-on.ts";

const images = graph.input([1, 4, 4, 1]);
const weights = graph.constant([1, 2, 3, 4], [2, 2, 1, 1]);
const x = graph.input([2, 3]);
const indices = graph.inputIndices([2]);
const window = { kernel: [2, 2], stride: [1, 1], padding: [0, 0] } as const;
const seen = graph.input([1, 3, 3, 4]);

describe("numbers that no instruction can have are refused where an expression is made", () => {
  const most = "it must be an integer from 1 to 536870912, or two of them";
  it.each<[string, () => unknown, string]>([
    [
      "a stride of a convolution",
      () => graph.convolution(images, weights, { stride: [1, 8589934592], padding: [0, 2147483648] }),
      `convolution: stride is [1, 8589934592]; ${most}`,
    ],
    [
      "padding of a convolution",
      () => graph.convolution(images, weights, { padding: [0, 2147483648] }),
      "convolution: padding is [0, 2147483648]; it must be an integer from 0 to 536870912, or two of them, or",
    ],
    [
      "padding of no known name",
      () => graph.convolution(images, weights, { padding: "sme" as "same" }),
      'convolution: padding is "sme"; it must be an integer from 0 to 536870912, or two of them, or "same" or "valid"',
    ],
    [
      "a stride of none",
      () => graph.patches(images, 2, { stride: Number.NaN }),
      `patches: stride is NaN; ${most}`,
    ],
    ["a window of pooling", () => graph.maxPool(images, 2 ** 31), `maxPool: kernel is 2147483648; ${most}`],
    [
      "places of pooling",
      () => graph.averagePool(images, 2, { stride: 1, padding: 2 ** 20 }),
      "patches: shape is [1, 2097155, 2097155, 4], which is 17592236376100 elements; a tensor has at most 1073741824",
    ],
    [
      "a shape to stretch to",
      () => graph.broadcastTo(x, [2 ** 30, 2, 3]),
      "broadcast: shape is [1073741824, 2, 3], which is 6442450944 elements; a tensor has at most 1073741824",
    ],
    [
      "a shape of operands",
      () => graph.add(graph.input([2 ** 20, 1]), graph.input([2 ** 20])),
      "add: shape is [1048576, 1048576], which is 1099511627776 elements; a tensor has at most 1073741824",
    ],
    [
      "a shape of nothing",
      () => graph.broadcastTo(graph.constant(1), [0]),
      "broadcast: shape is [0]; every extent must be a positive integer",
    ],
    [
      "columns",
      () => graph.oneHot(indices, 2 ** 31),
      "oneHot: shape is [2, 2147483648], which is 4294967296 elements",
    ],
    [
      "a fraction of columns",
      () => graph.unpick(graph.input([2]), indices, 2.5),
      "unpick: shape is [2, 2.5]",
    ],
    ["rows below 0", () => graph.scatterAddRows(x, indices, -1), "scatterAddRows: shape is [-1, 3]"],
    ["an extent", () => graph.pad(x, 1, 0, 2 ** 40), "pad: shape is [2, 1099511627776], which is"],
    ["an extent that is no number", () => graph.pad(x, 1, 0, Number.NaN), "pad: shape is [2, NaN]"],
    [
      "an axis that there is not",
      () => graph.pick(graph.constant(1), graph.toInt(graph.constant(0))),
      "pick: a scalar was given; it needs at least one axis",
    ],
    [
      "patches of other images",
      () => graph.foldPatches(seen, window, [3, 4, 4, 1]),
      "foldPatches: patches of shape [1, 3, 3, 4] of a window of 2×2 with stride 1×1 and padding 0×0 do not make",
    ],
    [
      "patches that lie far behind their images",
      () => graph.foldPatches(seen, { ...window, stride: [2 ** 29, 1] }, [1, 4, 4, 1]),
      "foldPatches: patches of shape [1, 3, 3, 4] of a window of 2×2 with stride 536870912×1 and padding",
    ],
  ])("%s", (_, build, message) => {
    expect(build).toThrow(RangeError);
    expect(build).toThrow(message);
  });
});

const compiledBackends: [string, () => Backend<Float32Array>][] = [["wasm", createWasmBackend]];
if (addOn) compiledBackends.push(["native", () => createNativeBackend()]);

describe.each(compiledBackends)("the %s backend", (_, createBackend) => {
  /** An expression that no operation makes. */
  const changed = (node: graph.Expression, change: object) =>
    ({ ...node, ...change }) as graph.FloatExpression;
  const patches = graph.patches(images, 2);
  const attributes = patches.attributes as object;
  const outside = /its instruction uses bytes \d+ to \d+, which are not those of its operands$/;

  it.each<[string, graph.Expression, RegExp]>([
    [
      "a stride",
      changed(patches, { attributes: { ...attributes, stride: [1, 8589934592] } }),
      /^patches: a word of its instruction is 8589934592; it must be an integer of 32 bits$/,
    ],
    [
      "a stride that leaves int32 in the kernels",
      changed(patches, { attributes: { ...attributes, stride: [2 ** 30, 1] } }),
      /^patches: word 9 of an instruction is 1073741824; it must be from 1 to 536870912$/,
    ],
    ["a window", changed(patches, { attributes: { ...attributes, kernel: [2, 3] } }), outside],
    ["a start", changed(graph.slice(x, 1, 1, 2), { attributes: { axis: 1, start: 9 } }), outside],
    ["a shape", changed(graph.exp(x), { shape: [200, 3] }), outside],
    [
      "an axis",
      changed(graph.transpose(x), { attributes: { permutation: [1, 5] } }),
      /^transpose: a word of its instruction is undefined/,
    ],
    ["columns", changed(graph.logSoftmax(x), { shape: [2, 2] }), outside],
    [
      "a factor",
      graph.multiply(graph.sum(x), 1e300),
      /^multiply: a factor is 1e\+300; in float32, numbers go up to/,
    ],
  ])("makes no instruction with %s beyond its limits, and allocates nothing", (_, output, message) => {
    const backend = createBackend();
    const place = backend.array(1);
    const before = place().buffer.byteLength;
    const inputs = { images, x };
    expect(() => compile({ inputs, outputs: { output } }, backend)).toThrow(message);
    expect(() => compile({ inputs, outputs: { output } }, backend)).toThrow(RangeError);
    expect(place().buffer.byteLength).toBe(before);
    expect(backend.array(1)().byteOffset).toBe(place().byteOffset + 64);
  });

  it("takes the widest windows that there are, of which all but one place lie outside", () => {
    const options = { stride: 2 ** 29, padding: 2 ** 29 } as const;
    const outputs = {
      product: graph.convolution(images, weights, options),
      pooled: graph.averagePool(images, 2, { stride: [2 ** 29, 1], padding: [2 ** 29, 0] }),
      gradient: graph.grad(graph.sum(graph.convolution(images, weights, options)), [images])[0]!,
    };
    const values = [createReferenceBackend(), createBackend()].map((backend) => {
      const program = compile<{ images: typeof images }, typeof outputs, Floats>(
        { inputs: { images }, outputs },
        backend as Backend<Floats>,
      );
      program.inputs.images.set(Float32Array.from({ length: 16 }, (_, i) => i + 1));
      program.run();
      return Object.values(program.outputs).map((output) => Array.from(output));
    });
    expect(values[1]).toEqual(values[0]);
    // The place in the middle begins at the first pixel: 1·1 + 2·2 + 3·5 + 4·6.
    expect(values[1]![0]).toEqual([0, 0, 0, 0, 44, 0, 0, 0, 0]);
  });

  it("refuses optimizers' variables of another shape than the parameter's", () => {
    const parameter = graph.variable("w", [4], [1, 2, 3, 4]);
    const small = graph.variable("m", [1], [0]);
    const step = graph.variable("step", [], [1]);
    const scalars = { learningRate: graph.constant(0.1), gradientScale: graph.constant(1) };
    const shared = { parameter, gradient: parameter, ...scalars };
    const settings = { beta1: 0.9, beta2: 0.9, epsilon: 1e-8, weightDecay: 0 };
    const compiling = (update: Update) => () => compile({ updates: [update] }, createBackend());
    const adam = {
      kind: "adam",
      ...shared,
      firstMoment: parameter,
      secondMoment: parameter,
      step,
      ...settings,
    } as const;
    expect(compiling({ ...adam, secondMoment: small })).toThrow(
      'compile: the update (adam) of variable "w" of shape [4] has a variable "m" of shape [1]; it must be [4]',
    );
    expect(compiling({ ...adam, learningRate: parameter })).toThrow(
      'compile: the update (adam) of variable "w" of shape [4] has a learning rate or gradient scale of shape [4]; it must be []',
    );
    expect(compiling({ ...adam, epsilon: 1e300 })).toThrow("adam: a factor is 1e+300; in float32");
  });
});

const everywhere: [string, () => Backend<Floats>][] = [
  ["reference", createReferenceBackend],
  ...(compiledBackends as unknown as [string, () => Backend<Floats>][]),
];

describe.each(everywhere)(
  "indices that are known only when a program runs, on the %s backend",
  (_, createBackend) => {
    const table = graph.input([3, 2]);
    const rows = graph.input([2, 3]);
    const numbers = graph.input([2]);
    const cast = graph.input([2]);
    const users = (at: graph.Expression): Record<string, graph.Expression> => ({
      gatherRows: graph.gatherRows(table, at),
      scatterAddRows: graph.scatterAddRows(graph.reshape(rows, [2, 3]), at, 3),
      pick: graph.pick(rows, at),
      unpick: graph.unpick(numbers, at, 3),
      oneHot: graph.oneHot(at, 3),
    });

    it.each(Object.keys(users(indices)))("stop %s when they are out of range, whatever they are", (name) => {
      const program = compile(
        { inputs: { table, rows, numbers, indices }, outputs: { value: users(indices)[name]! } },
        createBackend(),
      );
      for (const wrong of [-1, 3, 2 ** 31 - 1, -(2 ** 31), 1 << 30]) {
        program.inputs.indices.set([2, wrong]);
        expect(() => program.run()).toThrow(`${name}: an index is ${wrong}; it must be from 0 to 2`);
      }
      program.inputs.indices.set([2, 0]);
      program.run();
    });

    it("are the nearest int32 to a float, and 0 where it is NaN", () => {
      const value = graph.toInt(cast);
      for (const [name, output] of Object.entries(users(value))) {
        const program = compile(
          { inputs: { table, rows, numbers, cast }, outputs: { value: output, index: value } },
          createBackend(),
        );
        program.inputs.cast.set([Number.NaN, 1.9]);
        program.run();
        expect(Array.from(program.outputs.index)).toEqual([0, 1]);
        for (const [wrong, index] of [
          [Number.POSITIVE_INFINITY, 2 ** 31 - 1],
          [Number.NEGATIVE_INFINITY, -(2 ** 31)],
          [3e9, 2 ** 31 - 1],
          [-1, -1],
        ]) {
          program.inputs.cast.set([0, wrong!]);
          expect(() => program.run()).toThrow(`${name}: an index is ${index}; it must be from 0 to 2`);
        }
      }
    });
  },
);
