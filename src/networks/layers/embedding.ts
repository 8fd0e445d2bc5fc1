import {
  type Expression,
  type FloatExpression,
  gatherRows,
  reshape,
  type Variable,
} from "../../graph/index.ts";
import type { Generator } from "../../random/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { weights } from "../weights.ts";
import { checkLayer } from "./check-layer.ts";

export interface EmbeddingOptions {
  /** How many things have a vector. */
  readonly count: number;
  /** Length of a vector. */
  readonly size: number;
  readonly generator: Generator;
}

/** A vector for each of `count` things. */
export interface Embedding {
  readonly parameters: readonly Variable[];
  /** From indices of any shape to vectors [...shape, size]. An index out of range stops the run. */
  apply(indices: Expression): FloatExpression;
}

/** Learned vectors, initially standard normal; they are named `${name}.weight`. */
export function embedding(name: string, options: EmbeddingOptions): Embedding {
  const { count, size, generator } = knownOptions("embedding", options, ["count", "size", "generator"]);
  checkLayer("embedding", name, { count, size }, { generator });
  const draw = () => Float32Array.from({ length: count * size }, () => generator.normal());
  const weight = weights(`${name}.weight`, [count, size], undefined, draw);
  return {
    parameters: [weight],
    apply(indices) {
      const flat = reshape(indices, [indices.shape.reduce((product, extent) => product * extent, 1)]);
      return reshape(gatherRows(weight, flat), [...indices.shape, size]) as FloatExpression;
    },
  };
}
