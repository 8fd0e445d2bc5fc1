import { describe, expect, it } from "vitest";
import { input, tanh } from "../../src/graph/index.ts";
import {
  batchNormalization,
  convolutional,
  createNetwork,
  dense,
  embedding,
  gruCell,
  inSequence,
  layerNormalization,
  multilayerPerceptron,
  recurrent,
  residual,
  residualBlock,
  selfAttention,
  withoutStatistics,
} from "../../src/networks/index.ts";
import { createGenerator } from "../../src/random/index.ts";

/** As callers without types may call it. */
type Untyped = (...given: readonly unknown[]) => unknown;
const untyped = (layer: unknown) => layer as Untyped;
const generator = createGenerator(1);
const sizes = { inputs: 3, outputs: 2 };
const noGenerator = "it must be a generator of random numbers, such as createGenerator(1) of logpi/random";

describe("a layer with a mistake", () => {
  it.each<[string, unknown, object, string]>([
    ["dense", dense, sizes, `dense "net": generator is undefined; ${noGenerator}`],
    [
      "dense",
      dense,
      { ...sizes, generator: Math.random },
      `dense "net": generator is a function; ${noGenerator}`,
    ],
    ["dense", dense, { ...sizes, generator: {} }, `dense "net": generator is an object; ${noGenerator}`],
    [
      "dense",
      dense,
      { ...sizes, generator, initializer: "he" },
      'dense "net": initializer is "he"; it must be a function, such as heNormal of logpi/networks',
    ],
    [
      "dense",
      dense,
      { ...sizes, generator, gain: Number.NaN },
      'dense "net": gain is NaN; it must be a finite number',
    ],
    [
      "dense",
      dense,
      { ...sizes, generator, gain: "x" },
      'dense "net": gain is "x"; it must be a finite number',
    ],
    [
      "dense",
      dense,
      { inputs: 3, generator },
      'dense "net": outputs is undefined; it must be an integer from 1',
    ],
    [
      "dense",
      dense,
      { inputs: 0, outputs: 2, generator },
      'dense "net": inputs is 0; it must be an integer from 1',
    ],
    [
      "recurrent",
      recurrent,
      { cell: "rnn", inputs: 3, units: 2, generator },
      'architecture: cell is "rnn"; it must be one of: gru, lstm',
    ],
    [
      "recurrent",
      recurrent,
      { inputs: 3, units: 2, generator },
      "architecture: cell is undefined; it must be one of: gru, lstm",
    ],
    [
      "recurrent",
      recurrent,
      { cell: "gru", inputs: 3, generator },
      'recurrent "net": units is undefined; it must be an integer from 1',
    ],
    [
      "recurrent",
      recurrent,
      { cell: "lstm", inputs: 3, units: 2 },
      `recurrent "net": generator is undefined; ${noGenerator}`,
    ],
    ["gruCell", gruCell, { inputs: 3, hidden: 2 }, `recurrent "net": generator is undefined; ${noGenerator}`],
    [
      "embedding",
      embedding,
      { generator },
      'embedding "net": count is undefined; it must be an integer from 1',
    ],
    [
      "embedding",
      embedding,
      { count: 2, size: 3 },
      `embedding "net": generator is undefined; ${noGenerator}`,
    ],
    [
      "convolutional",
      convolutional,
      {},
      'convolutional "net": channels is undefined; it must be an integer from 1',
    ],
    [
      "convolutional",
      convolutional,
      { channels: 1, filters: 2, generator },
      'convolutional "net": kernel is undefined; it must be an integer from 1',
    ],
    [
      "convolutional",
      convolutional,
      { channels: 1, filters: 2, kernel: [3], generator },
      'convolutional "net": kernel columns is undefined; it must be an integer from 1',
    ],
    [
      "convolutional",
      convolutional,
      { channels: 1, filters: 2, kernel: 3, generator, normalization: "group" },
      'architecture: normalization is "group"; it must be one of: batch, layer, none',
    ],
    ["residualBlock", residualBlock, { generator }, 'convolutional "net.0": channels is undefined'],
    [
      "layerNormalization",
      layerNormalization,
      {},
      'layerNormalization "net": size is undefined; it must be an integer from 1',
    ],
    [
      "batchNormalization",
      batchNormalization,
      { size: "3" },
      'batchNormalization "net": size is "3"; it must be an integer from 1',
    ],
    ...([Number.NaN, -1, Infinity, null] as const).flatMap((epsilon) =>
      [batchNormalization, layerNormalization].map((layer): [string, unknown, object, string] => [
        layer.name,
        layer,
        { size: 3, epsilon },
        `${layer.name}: epsilon is ${epsilon}; it must be 0 or above, and finite`,
      ]),
    ),
    [
      "batchNormalization",
      batchNormalization,
      { size: 3, momentum: Number.NaN },
      "batchNormalization: momentum is NaN; it must be above 0 and finite",
    ],
    [
      "batchNormalization",
      batchNormalization,
      { size: 3, momentum: 0 },
      "batchNormalization: momentum is 0; it must be above 0 and finite",
    ],
    [
      "batchNormalization",
      batchNormalization,
      { size: 3, momentum: 1.5 },
      "batchNormalization: momentum is 1.5; it must be from 0 to 1",
    ],
    [
      "multilayerPerceptron",
      multilayerPerceptron,
      { widths: [3, 2], activation: "tanh", initializer: "he", outputGain: 1, generator },
      'architecture: initializer is "he"; it must be one of: orthogonal,',
    ],
    [
      "multilayerPerceptron",
      multilayerPerceptron,
      {
        ...{ widths: [3, 2], activation: "tanh", initializer: "orthogonal", outputGain: 1, generator },
        normalization: "batch",
      },
      'architecture: normalization is "batch"; it must be one of: none, layer',
    ],
    [
      "multilayerPerceptron",
      multilayerPerceptron,
      { activation: "tanh", initializer: "orthogonal", outputGain: 1, generator },
      "architecture: the number of widths is undefined; it must be an integer of at least 2",
    ],
    [
      "multilayerPerceptron",
      multilayerPerceptron,
      { widths: [3], activation: "tanh", initializer: "orthogonal", outputGain: 1, generator },
      "architecture: the number of widths is 1; it must be an integer of at least 2",
    ],
    [
      "residualBlock",
      residualBlock,
      { filters: 2, generator, normalization: "group" },
      'architecture: normalization is "group"; it must be one of: batch, layer, none',
    ],
    [
      "residualBlock",
      residualBlock,
      { filters: 2, generator, activation: "gelu" },
      'architecture: activation is "gelu"; it must be one of: tanh, relu, sigmoid',
    ],
  ])("is refused by %s, which names it", (_, layer, options, message) => {
    expect(() => untyped(layer)("net", options)).toThrow(message);
  });

  it("may have an epsilon of 0 and a momentum of 1", () => {
    expect(() => batchNormalization("net", { size: 3, epsilon: 0, momentum: 1 })).not.toThrow();
    expect(() => layerNormalization("net", { size: 3, epsilon: 0 })).not.toThrow();
  });

  it("is refused without a name", () => {
    expect(() => untyped(createNetwork)(5, { kind: "linear" }, sizes, generator)).toThrow(
      "network: name is 5; it must be a text",
    );
    expect(() => untyped(dense)({ ...sizes, generator }, { ...sizes, generator })).toThrow(
      'dense: the name is an object; it must be a text, such as "policy.0"',
    );
    expect(() => untyped(dense)("net")).toThrow("dense: the options must be an object such as { inputs: … }");
  });

  it("needs no generator where its weights are saved ones", () => {
    const saved = (_: string, shape: readonly number[]) => new Float32Array(shape[0] * (shape[1] ?? 1));
    expect(() => untyped(dense)("net", { ...sizes, saved })).not.toThrow();
  });
});

describe("layers that do not go together", () => {
  it("are refused in a sequence where one of them is no network", () => {
    expect(() => untyped(inSequence)(dense("net", { ...sizes, generator }), tanh)).toThrow(
      "inSequence: argument 2 is a function; it must be a network, such as dense(…). A function of expressions becomes one by " +
        "withoutStatistics([], tanh)",
    );
    expect(() => untyped(inSequence)(undefined)).toThrow(
      "inSequence: argument 1 is undefined; it must be a network",
    );
  });

  it.each([undefined, 3])("are refused where a function of expressions returns %s", (returned) => {
    const broken = withoutStatistics([], (() => returned) as never);
    const message = `withoutStatistics: the function returned ${returned}; it must return an expression of its inputs`;
    expect(() => broken.apply(input([3, 2]))).toThrow(message);
    expect(() => broken.train(input([3, 2]))).toThrow(message);
  });

  it("are refused where a network of one's own returns nothing", () => {
    const build = () => ({ ...dense("net.0", { ...sizes, generator }), apply: () => undefined });
    expect(() => createNetwork("net", build as never, sizes, generator)).toThrow(
      'architecture: the network "net" returned undefined; it must return an expression of its inputs',
    );
  });

  it("are refused where a residual connection would stretch what it adds", () => {
    const narrow = residual(dense("net", { inputs: 3, outputs: 1, generator }));
    const message = "residual: the output has shape [2, 1]; it must be [2, 3]";
    expect(() => narrow.apply(input([2, 3]))).toThrow(message);
    expect(() => narrow.train(input([2, 3]))).toThrow(message);
  });

  it("are refused where normalization would stretch its parameters, or the inputs", () => {
    for (const [size, width] of [
      [1, 3],
      [3, 1],
    ] as const) {
      for (const layer of [batchNormalization("net", { size }), layerNormalization("net", { size })]) {
        const message = `net: the input has shape [2, ${width}]; it must be [2, ${size}]`;
        expect(() => layer.apply(input([2, width]))).toThrow(message);
        expect(() => layer.train(input([2, width]))).toThrow(message);
      }
    }
  });

  it("are refused states of another width", () => {
    const layers = [
      recurrent("net", { cell: "gru", inputs: 2, units: 2, generator }),
      recurrent("net", { cell: "lstm", inputs: 2, units: 2, generator }),
      selfAttention("net", { width: 2, heads: 1, context: 2, generator }),
    ];
    for (const { recurrence } of layers) {
      const { stateSize, apply } = recurrence!;
      expect(() => apply(input([3, 2]), { states: input([3, stateSize + 2]) })).toThrow(
        `net: the state has shape [3, ${stateSize + 2}]; it must be [3, ${stateSize}]`,
      );
    }
  });

  it("are refused as a tower that is not built by a function, or of nothing", () => {
    const layer = () => dense("net.0", { ...sizes, generator });
    expect(() => createNetwork("net", ({ tower }) => tower(layer() as never), sizes, generator)).toThrow(
      "architecture: tower() was given an object; it must be given a function that builds the layers, as in " +
        "tower(() => dense(…))",
    );
    expect(() =>
      createNetwork("net", ({ tower }) => tower(() => undefined as never), sizes, generator),
    ).toThrow(
      "architecture: the function of tower() returned undefined; it must return a network, as dense() does",
    );
  });
});
