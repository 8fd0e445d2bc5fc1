import { add, matmul } from "../../graph/index.ts";
import type { Generator } from "../../random/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { type Network, withoutStatistics } from "../network.ts";
import { type SavedWeights, weights } from "../weights.ts";
import { checkLayer } from "./check-layer.ts";
import { type Initializer, orthogonal } from "./initializers.ts";

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
  /** Weights to begin with in place of drawn ones. */
  readonly saved?: SavedWeights | undefined;
}

/** One fully connected layer, x·W + b; its parameters are named `${name}.weight` and `${name}.bias`. */
export function dense(name: string, options: DenseOptions): Network {
  const names = ["inputs", "outputs", "generator", "initializer", "gain", "bias", "saved"] as const;
  knownOptions("dense", options, names);
  const { inputs, outputs, generator, initializer = orthogonal, gain = 1, bias = true, saved } = options;
  checkLayer("dense", name, { inputs, outputs }, { generator, saved, initializer, gain });
  const weight = weights(`${name}.weight`, [inputs, outputs], saved, () =>
    initializer(inputs, outputs, generator, gain),
  );
  if (!bias) return withoutStatistics([weight], (x) => matmul(x, weight));
  const offset = weights(`${name}.bias`, [outputs], saved);
  return withoutStatistics([weight, offset], (x) => add(matmul(x, weight), offset));
}
