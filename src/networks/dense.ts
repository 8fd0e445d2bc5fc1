import { add, matmul, variable } from "../graph/index.ts";
import type { Generator } from "../random/index.ts";
import { type Initializer, orthogonal } from "./initializers.ts";
import { type Network, withoutStatistics } from "./network.ts";

export interface DenseOptions {
  readonly inputs: number;
  readonly outputs: number;
  readonly generator: Generator;
  /** Default {@link orthogonal}. */
  readonly initializer?: Initializer;
  /** Factor on the initial weights; default 1. */
  readonly gain?: number;
  /** Whether a bias, initially 0, is added; default true. */
  readonly bias?: boolean;
}

/** One fully connected layer, x·W + b; its parameters are named `${name}.weight` and `${name}.bias`. */
export function dense(name: string, options: DenseOptions): Network {
  const { inputs, outputs, generator, initializer = orthogonal, gain = 1, bias = true } = options;
  const weight = variable(`${name}.weight`, [inputs, outputs], initializer(inputs, outputs, generator, gain));
  if (!bias) return withoutStatistics([weight], (x) => matmul(x, weight));
  const offset = variable(`${name}.bias`, [outputs], new Float32Array(outputs));
  return withoutStatistics([weight, offset], (x) => add(matmul(x, weight), offset));
}
