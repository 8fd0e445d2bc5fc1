import { compile, type Input, multiply } from "../graph/index.ts";
import { descend } from "../optimizers/index.ts";
import {
  compileShardedDescent,
  type Inputs,
  type Outputs,
  type ShardedDescent,
  type ShardedDescentOptions,
  type ShardLosses,
} from "./sharded-descent.ts";

type Indices = Input<"int">;

/** Means over the rows of one shard of a minibatch. */
export interface MinibatchLosses<In extends Inputs, Out extends Outputs> extends ShardLosses<In, Out> {
  /** The input that has the numbers of the minibatch's rows, [minibatchSize]: one of `inputs`. */
  readonly indices: Indices;
  /** The input that has those of a shard, [minibatchSize / shards]: `indices` itself when there is only one. */
  readonly rows: Indices;
}

/** One step of an optimizer down a mean over a minibatch. */
export interface MinibatchDescent<In extends Inputs, Out extends Outputs>
  extends Pick<ShardedDescent<In, Out>, "inputs" | "outputs" | "list"> {
  run(): void;
}

/** All in one program when there is only one shard; otherwise the mean of the means over the shards. */
export function compileMinibatchDescent<In extends Inputs, Out extends Outputs>(
  { inputs, indices, rows, loss, outputs }: MinibatchLosses<In, Out>,
  options: ShardedDescentOptions,
): MinibatchDescent<In, Out> {
  if (rows === indices) {
    const { updates, gradientNorm } = descend(loss, options.parameters, options.optimizer, options);
    return compile(
      { inputs, outputs: { ...outputs, gradientNorm }, updates },
      options.backend,
    ) as MinibatchDescent<In, Out>;
  }

  const rowsPerShard = rows.shape[0];
  const shards = indices.shape[0] / rowsPerShard;
  const ofMean = {
    loss: multiply(loss, 1 / shards),
    outputs: Object.fromEntries(
      Object.entries(outputs).map(([name, output]) => [name, multiply(output, 1 / shards)]),
    ) as unknown as Out,
  };
  const descent = compileShardedDescent({ inputs: { ...inputs, indices, rows }, ...ofMean }, options);
  const load = (shard: number) => {
    const { indices, rows } = descent.inputs;
    for (let i = 0, from = shard * rowsPerShard; i < rowsPerShard; i++) rows[i] = indices[from + i];
  };
  return {
    inputs: descent.inputs as MinibatchDescent<In, Out>["inputs"],
    outputs: descent.outputs,
    list: descent.list,
    run: () => descent.run(shards, load),
  };
}
