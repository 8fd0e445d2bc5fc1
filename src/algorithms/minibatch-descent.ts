import type { Input } from "../graph/index.ts";
import { compileMeanDescent } from "./mean-descent.ts";
import type {
  Inputs,
  Outputs,
  ShardedDescent,
  ShardedDescentOptions,
  ShardLosses,
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

/** One step down the mean over the rows that `indices` says. */
export function compileMinibatchDescent<In extends Inputs, Out extends Outputs>(
  { inputs, indices, rows, loss, outputs }: MinibatchLosses<In, Out>,
  options: ShardedDescentOptions,
): MinibatchDescent<In, Out> {
  const rowsPerShard = rows.shape[0];
  const shards = indices.shape[0] / rowsPerShard;
  const descent = compileMeanDescent(
    { inputs: { ...inputs, indices, rows }, loss, outputs },
    shards,
    options,
  );
  const load = (shard: number) => {
    const { indices, rows } = descent.inputs;
    for (let i = 0, from = shard * rowsPerShard; i < rowsPerShard; i++) rows[i] = indices[from + i];
  };
  const whole = () => {};
  return {
    inputs: descent.inputs as MinibatchDescent<In, Out>["inputs"],
    outputs: descent.outputs as MinibatchDescent<In, Out>["outputs"],
    list: descent.list as MinibatchDescent<In, Out>["list"],
    run: () => descent.run(shards === 1 ? whole : load),
  };
}
