import { type FloatExpression, input, mean, square } from "../../src/graph/index.ts";
import { type ArchitectureData, createNetwork } from "../../src/networks/architectures/architecture.ts";
import { type ConvolutionalArchitecture, embedding, gruCell, lstmCell } from "../../src/networks/index.ts";
import type { ActivationName } from "../../src/networks/layers/activations.ts";
import { adam, descend } from "../../src/optimizers/index.ts";
import { createGenerator, type Generator } from "../../src/random/index.ts";
import { hostilePair, impossibleNumber } from "./hostile-operations.ts";
import { createPool, type Pool } from "./pool.ts";
import { type RandomGraph, withInputs } from "./random-graph.ts";

const activations: readonly ActivationName[] = ["tanh", "relu", "sigmoid"];

/**
 * A network of any kind with its gradients and a step of Adam.
 *
 * @param hostile whether some of the architecture's numbers are mostly impossible
 * @throws what `createNetwork` throws; only when hostile
 */
export function randomArchitecture(random: Generator, hostile: boolean): RandomGraph {
  const pool = createPool(random);
  const batch = random.integers(4, 8);
  if (!hostile && pool.chance(0.2)) return recurrent(pool, batch);
  const outputs = random.integers(1, 9);
  const architecture = pool.chance(0.4) ? flat(pool, hostile) : convolutional(pool, hostile, outputs);
  const inputs =
    architecture.kind === "convolutional"
      ? architecture.input.reduce((a, b) => a * b)
      : random.integers(1, 20);
  const { height, width, needed } = positions(architecture);
  const network = createNetwork(
    "network",
    architecture,
    { inputs, outputs: needed ? height * width : outputs },
    createGenerator(random.integers(0, 2 ** 32)),
  );
  const x = input([batch, inputs]);
  const trained = network.train(x);
  const loss = mean(square(trained.outputs));
  const { updates } = descend(loss, network.parameters, adam({ learningRate: 0.1, epsilon: 1 }), {
    maxGradientNorm: 0.5,
  });
  return withInputs([{ node: x }], {
    outputs: { acting: network.apply(x), training: trained.outputs, loss },
    updates: [...updates, ...trained.updates],
    variables: [...network.parameters, ...network.statistics],
    isSound: true,
  });
}

function flat(pool: Pool, hostile: boolean): ArchitectureData {
  const count = () => (hostile ? impossibleNumber(pool) : pool.random.integers(1, 40));
  if (pool.chance(0.2)) return { kind: pool.one(["linear", "tabular"]) };
  const hidden = Array.from({ length: pool.random.integers(0, 4) }, count);
  return { kind: "mlp", hidden, activation: pool.one(activations), initializer: "heNormal" };
}

function convolutional(pool: Pool, hostile: boolean, outputs: number): ConvolutionalArchitecture {
  const { random, one, chance } = pool;
  const wrong = () => hostile && chance(0.5);
  const layers = Array.from({ length: random.integers(1, 4) }, () => {
    const kernel = wrong() ? hostilePair(pool, impossibleNumber) : random.integers(1, 5);
    const most = typeof kernel === "number" ? kernel : 1;
    return {
      filters: wrong() ? impossibleNumber(pool) : random.integers(1, 9),
      kernel,
      stride: wrong() ? hostilePair(pool, impossibleNumber) : one([1, 1, 2, [1, 2]] as const),
      padding: wrong()
        ? hostilePair(pool, impossibleNumber)
        : one(["same", "same", Math.min(most - 1, 2)] as const),
    };
  });
  const dimension = () => (wrong() && chance(0.2) ? impossibleNumber(pool) : random.integers(4, 12));
  return {
    kind: "convolutional",
    input: [dimension(), dimension(), random.integers(1, 6)],
    layers,
    head: one<ConvolutionalArchitecture["head"]>([
      { kind: "positions" },
      { kind: "dense", hidden: [random.integers(1, 20)] },
      { kind: "dense", filters: 2 },
      { kind: "pooled", hidden: [outputs + 1] },
    ]),
    residualBlocks: random.integers(0, 3),
    preactivation: chance(0.3),
    normalization: one(["none", "none", "layer", "batch"] as const),
    activation: one(activations),
  };
}

/** The outputs that a head per position needs. */
function positions(architecture: ArchitectureData) {
  if (architecture.kind !== "convolutional" || architecture.head.kind !== "positions") {
    return { height: 0, width: 0, needed: false };
  }
  let [height, width] = architecture.input;
  for (const { kernel, stride = 1, padding = "same" } of architecture.layers) {
    const along = (axis: 0 | 1, extent: number) => {
      const [size, step, zeros] = [kernel, stride, padding].map((pair) =>
        Array.isArray(pair) ? pair[axis] : pair,
      ) as [number, number, number | string];
      if (zeros === "same") return Math.ceil(extent / step);
      return Math.floor((extent + 2 * (zeros as number) - size) / step) + 1;
    };
    [height, width] = [along(0, height), along(1, width)];
  }
  return { height, width, needed: true };
}

/** A few steps of a recurrent cell on embedded words. */
function recurrent(pool: Pool, batch: number): RandomGraph {
  const { random } = pool;
  const [count, size, hidden] = [random.integers(1, 20), random.integers(1, 20), random.integers(1, 20)];
  const generator = createGenerator(random.integers(0, 2 ** 32));
  const words = embedding("words", { count, size, generator });
  const steps = Array.from({ length: random.integers(1, 4) }, () =>
    words.apply(pool.indices([batch], count)),
  );
  const start = input([batch, hidden]);
  const isGru = pool.chance(0.5);
  const gru = gruCell("gru", { inputs: size, hidden, generator });
  const lstm = lstmCell("lstm", { inputs: size, hidden, generator });
  const state = isGru
    ? steps.reduce<FloatExpression>((before, x) => gru.apply(x, before), start)
    : steps.reduce((before, x) => lstm.apply(x, before), {
        hidden: start as FloatExpression,
        cell: start as FloatExpression,
      }).hidden;
  const parameters = [...words.parameters, ...(isGru ? gru : lstm).parameters];
  const { updates } = descend(mean(square(state)), parameters, adam({ learningRate: 0.1, epsilon: 1 }), {
    maxGradientNorm: 0.5,
  });
  return withInputs([{ node: start }, ...pool.inputs], {
    outputs: { state },
    updates,
    variables: parameters,
    isSound: true,
  });
}
