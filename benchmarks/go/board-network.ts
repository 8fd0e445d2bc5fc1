/**
 * Positions per second and core of networks for 9×9 boards: forward, and training (cross-entropy of moves, stochastic gradient
 * descent), by size of the network and of the batch.
 *
 *   npx tsx benchmarks/go/board-network.ts                     what the pipeline uses
 *   npx tsx benchmarks/go/board-network.ts --planes 46 --filters 64 --layers 5 --first-kernel 3
 */
import { parseArgs } from "node:util";
import type { Backend } from "../../src/backends/index.ts";
import { compile } from "../../src/compiler/index.ts";
import { input, inputIndices, logSoftmax, mean, negate, pick } from "../../src/graph/index.ts";
import { boardArchitecture, boardValueHead, createNetwork } from "../../src/networks/index.ts";
import { descend, sgd } from "../../src/optimizers/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { measuredBackends } from "../backends.ts";

interface Size {
  readonly planes: number;
  readonly filters: number;
  readonly layers: number;
  readonly firstKernel: number;
}

const points = 81;
const moves = points + 1;

/** Runs per call of the clock, and how often the least time is looked for. */
const [rounds, repeats] = [4, 7];

/** Positions per second of a program that takes `batch` of them. */
function speed(batch: number, run: () => void): number {
  run();
  const times = Array.from({ length: repeats }, () => {
    const { user, system } = process.cpuUsage();
    for (let round = 0; round < rounds; round++) run();
    const used = process.cpuUsage({ user, system });
    return (used.user + used.system) / 1e6;
  });
  return (batch * rounds) / Math.min(...times);
}

function networksFor({ planes, ...size }: Size) {
  const architecture = boardArchitecture([9, 9, planes], size);
  const build = (name: string, outputs: number, own = architecture) =>
    createNetwork(name, own, { inputs: points * planes, outputs }, createGenerator(1));
  return {
    policy: build("policy", moves),
    value: build("value", 1, { ...architecture, head: boardValueHead }),
  };
}

function measure(backend: Backend<Float32Array>, size: Size, batch: number): readonly number[] {
  const { policy, value } = networksFor(size);
  const generator = createGenerator(2);
  const boards = input([batch, points * size.planes]);
  const targets = inputIndices([batch]);
  const loss = negate(mean(pick(logSoftmax(policy.apply(boards)), targets)));
  const { updates } = descend(loss, policy.parameters, sgd({ learningRate: 0.01 }));
  const programs = [
    compile({ inputs: { boards }, outputs: { result: policy.apply(boards) } }, backend),
    compile({ inputs: { boards }, outputs: { result: value.apply(boards) } }, backend),
    compile({ inputs: { boards, targets }, outputs: { result: loss }, updates }, backend),
  ];
  return programs.map(({ inputs, run }) => {
    for (let i = 0; i < inputs.boards.length; i++) inputs.boards[i] = generator.integers(0, 2);
    return speed(batch, run);
  });
}

const { values } = parseArgs({
  options: {
    planes: { type: "string", default: "11,46" },
    filters: { type: "string", default: "48,64" },
    layers: { type: "string", default: "5" },
    "first-kernel": { type: "string", default: "5,3" },
    batch: { type: "string", default: "1,8,64,512" },
  },
});
const numbersOf = (list: string) => list.split(",").map(Number);

console.log("| planes | filters × layers, first kernel | batch | backend | policy | value | training |");
console.log("|---|---|---|---|---|---|---|");
for (const planes of numbersOf(values.planes)) {
  for (const filters of numbersOf(values.filters)) {
    for (const layers of numbersOf(values.layers)) {
      for (const firstKernel of numbersOf(values["first-kernel"])) {
        for (const batch of numbersOf(values.batch)) {
          for (const { title, create } of measuredBackends().filter(({ title }) => !title.includes("AVX2"))) {
            const figures = measure(create(), { planes, filters, layers, firstKernel }, batch);
            const cells = figures.map((figure) => Math.round(figure).toLocaleString("en-US"));
            const network = `${filters} × ${layers}, ${firstKernel}×${firstKernel}`;
            console.log(`| ${planes} | ${network} | ${batch} | ${title} | ${cells.join(" | ")} |`);
          }
        }
      }
    }
  }
}
