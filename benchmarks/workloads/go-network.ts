import { compile } from "../../src/compiler/index.ts";
import { input, inputIndices, logSoftmax, mean, negate, pick } from "../../src/graph/index.ts";
import { type ConvolutionalArchitecture, createNetwork } from "../../src/networks/index.ts";
import { descend, sgd } from "../../src/optimizers/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { parameterTensors } from "./parameter-tensors.ts";
import { moments, type Target, type Workload } from "./workload.ts";

const points = 9 * 9;
const planes = 8;
const moves = points + 1;
const learningRate = 0.01;

/** 9 × 9 boards of 8 planes → 5 × (3 × 3 convolution, 64 filters, ReLU) → 1 × 1 convolution, 2 filters, ReLU → 82. */
const architecture: ConvolutionalArchitecture = {
  kind: "convolutional",
  input: [9, 9, planes],
  layers: Array.from({ length: 5 }, () => ({ filters: 64, kernel: 3 })),
  head: { kind: "dense", filters: 2 },
};

/** Multiplications of one position in each layer, and parameters beside the weights. */
const multiplications = [
  points * 9 * planes * 64,
  ...Array.from({ length: 4 }, () => points * 9 * 64 * 64),
  points * 64 * 2,
  2 * points * moves,
];
const parameterCount = 9 * planes * 64 + 4 * 9 * 64 * 64 + 64 * 2 + 2 * points * moves + 5 * 64 + 2 + moves;
const forwardOperations = 2 * multiplications.reduce((a, b) => a + b);

interface Pass {
  readonly train: boolean;
  readonly batch: number;
  readonly target: Target;
}

/** A policy for Go: its logits, or one step of stochastic gradient descent on the cross-entropy of experts' moves. */
function goNetwork({ train, batch, target }: Pass): Workload {
  // Training takes the gradients of weights and inputs too, but for the input of the first layer.
  const operations = train ? 3 * forwardOperations - 2 * multiplications[0] : forwardOperations;
  const numbersPerRow = points * planes + (train ? 1 : moves);
  return {
    name: `go-network-${train ? "train" : "forward"}-${batch}`,
    title: `Go network ${train ? "training step" : "forward"}, batch ${batch}`,
    operations: batch * operations,
    bytes: 4 * ((train ? 2 : 1) * parameterCount + batch * numbersPerRow),
    target,
    peer: "go_network.py",
    prepare(backend) {
      const generator = createGenerator(1);
      const size = { inputs: points * planes, outputs: moves };
      const network = createNetwork("policy", architecture, size, generator);
      const boards = input([batch, points * planes]);
      const targets = inputIndices([batch]);
      const logits = network.apply(boards);
      const loss = negate(mean(pick(logSoftmax(logits), targets)));
      const { updates } = descend(loss, network.parameters, sgd({ learningRate }));
      const inputs = { boards, targets };
      const program = train
        ? compile({ inputs, outputs: { result: loss }, updates }, backend)
        : compile({ inputs, outputs: { result: logits } }, backend);
      const { boards: stones, targets: chosen } = program.inputs;
      for (let i = 0; i < stones.length; i++) stones[i] = generator.integers(0, 2);
      for (let i = 0; i < batch; i++) chosen[i] = generator.integers(0, moves);
      return {
        tensors: {
          ...parameterTensors(network.parameters, backend),
          boards: { shape: [batch, 9, 9, planes], data: stones.slice() },
          moves: { shape: [batch], data: chosen.slice() },
        },
        settings: { train, learningRate },
        program,
        read: () => (train ? [program.outputs.result[0]] : moments(program.outputs.result)),
      };
    },
  };
}

export const goNetworks: readonly Workload[] = [
  { train: false, batch: 64, target: { quantity: "ratio", wasm: 2, native: 0.45 } as const },
  { train: true, batch: 128, target: { quantity: "ratio", wasm: 1.8, native: 0.45 } as const },
].map(goNetwork);
