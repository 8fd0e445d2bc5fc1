import { shardsOf } from "../descent/shards-of.ts";

/** Where the time of a training goes. */
export type Work =
  | {
      /** How often each step is learned from. */
      readonly passes: number;
      /** Rows of a gradient. */
      readonly rows: number;
    }
  /** Into how many shards all that takes time is split. */
  | { readonly shards: number };

interface TrainingSizes {
  readonly steps: number;
  /** Units of each hidden layer, of policy and value function each. */
  readonly hidden: readonly number[];
}

/** Steps times passes times weights, some 3 s of them: less is done before workers have warmed up. */
const leastWork = 2e10;

/**
 * How many workers are worth their start, what "auto" stands for: one for every shard of a gradient, unless the training is
 * short. Gradients are where the time goes; where they are not split, other workers would only shorten the rollouts.
 *
 * @param work undefined: a single worker does it
 */
export function usefulWorkers(work: Work | undefined, { steps, hidden }: TrainingSizes): number {
  if (work === undefined) return 1;
  if ("shards" in work) return work.shards;
  // Spaces are not known yet: 16 stands for an observation.
  const weights = hidden.reduce((sum, units, layer) => sum + 2 * units * (hidden[layer - 1] ?? 16), 0);
  return steps * work.passes * weights < leastWork ? 1 : shardsOf(work.rows, weights);
}
