import { compile, multiply } from "../graph/index.ts";
import { descend } from "../optimizers/index.ts";
import {
  compileShardedDescent,
  type Inputs,
  type Outputs,
  type ShardedDescent,
  type ShardedDescentOptions,
  type ShardLosses,
} from "./sharded-descent.ts";

/** One step of an optimizer down a mean over a batch. */
export interface MeanDescent<In extends Inputs, Out extends Outputs>
  extends Pick<ShardedDescent<In, Out>, "inputs" | "outputs" | "list"> {
  /** @param load writes the inputs of a shard; called for each of this member's */
  run(load: (shard: number) => void): void;
}

/**
 * All in one program when there is only one shard; otherwise the mean of the means over the shards.
 *
 * @param losses means over the rows of one shard
 * @param shards how many equal ones the batch is split into
 */
export function compileMeanDescent<In extends Inputs, Out extends Outputs>(
  { inputs, loss, outputs }: ShardLosses<In, Out>,
  shards: number,
  options: ShardedDescentOptions,
): MeanDescent<In, Out> {
  if (shards === 1) {
    const { updates, gradientNorm } = descend(loss, options.parameters, options.optimizer, options);
    const program = compile({ inputs, outputs: { ...outputs, gradientNorm }, updates }, options.backend);
    return {
      inputs: program.inputs as MeanDescent<In, Out>["inputs"],
      outputs: program.outputs as unknown as MeanDescent<In, Out>["outputs"],
      list: program.list as MeanDescent<In, Out>["list"],
      run(load) {
        load(0);
        program.run();
      },
    };
  }

  const ofMean = {
    loss: multiply(loss, 1 / shards),
    outputs: Object.fromEntries(
      Object.entries(outputs).map(([name, output]) => [name, multiply(output, 1 / shards)]),
    ) as unknown as Out,
  };
  const { run, ...descent } = compileShardedDescent({ inputs, ...ofMean }, options);
  return { ...descent, run: (load) => run(shards, load) };
}
