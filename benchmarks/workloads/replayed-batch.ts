import { box, type Space } from "../../src/environments/index.ts";
import type { Generator } from "../../src/random/index.ts";
import type { Tensor } from "./workload.ts";

/** What SAC and TD3 are timed with. */
export const observations = 17;
export const actions = 6;
export const batch = 256;
export const hidden = [256, 256];
export const learningRate = 3e-4;

export const environment = {
  id: "benchmark",
  observationSpace: box({ low: -1, high: 1, shape: [observations] }) as Space,
  actionSpace: box({ low: -1, high: 1, shape: [actions] }) as Space,
};

const widths = {
  observations,
  actions,
  rewards: undefined,
  nextObservations: observations,
  nextNoise: actions,
  terminated: undefined,
};

type Rows = Readonly<{ [Name in keyof typeof widths]?: Float32Array }>;

const names = Object.keys(widths) as (keyof typeof widths)[];

/** Draws a batch of steps as from a replay buffer, of which every tenth terminated. */
export function drawBatch(rows: Rows, generator: Generator): void {
  for (const name of names) {
    if (name === "terminated") rows[name]!.forEach((_, i, all) => (all[i] = i % 10 === 0 ? 1 : 0));
    else generator.fillNormal(rows[name]!);
  }
}

/** The batch, for the peer. */
export function batchTensors(rows: Rows): Readonly<Record<keyof typeof widths, Tensor>> {
  const tensors = names.map((name) => [name, rowsTensor(rows[name]!, widths[name])]);
  return Object.fromEntries(tensors) as Readonly<Record<keyof typeof widths, Tensor>>;
}

/** Rows of `width` numbers each, or one number each without it. */
export function rowsTensor(data: Float32Array, width?: number): Tensor {
  return { shape: width === undefined ? [batch] : [batch, width], data: data.slice() };
}
