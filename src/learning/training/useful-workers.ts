import { shardsOf } from "../descent/shards-of.ts";

/** The sizes of a training, where the time goes. */
export interface TrainingSizes {
  readonly steps: number;
  /** How often each step is learned from. */
  readonly passes: number;
  /** Rows of a gradient. */
  readonly rows: number;
  /** Units of each hidden layer, of policy and value function each. */
  readonly hidden: readonly number[];
}

/** Steps times passes times weights, some 3 s of them: less is done before workers have warmed up. */
const leastWork = 2e10;

/**
 * How many workers pay, for what "auto" stands for: one for every shard of a gradient, unless the training is short.
 * Gradients are where the time goes; where they are not split, other workers would only shorten the rollouts.
 */
export function usefulWorkers({ steps, passes, rows, hidden }: TrainingSizes): number {
  // Spaces are not known yet: 16 stands for an observation.
  const weights = hidden.reduce((sum, units, layer) => sum + 2 * units * (hidden[layer - 1] ?? 16), 0);
  return steps * passes * weights < leastWork ? 1 : shardsOf(rows, weights);
}
