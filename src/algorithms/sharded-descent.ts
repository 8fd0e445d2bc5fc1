import type { Backend } from "../backends/backend.ts";
import {
  compile,
  type Expression,
  type FloatExpression,
  grad,
  type Input,
  input,
  type Program,
  type Variable,
} from "../graph/index.ts";
import { type DescentOptions, descendGradients, type Optimizer } from "../optimizers/index.ts";
import { createTreeSum, type Team } from "../team/index.ts";

export type Inputs = Readonly<Record<string, Input>>;
export type Outputs = Readonly<Record<string, FloatExpression>>;

/** Expressions for one shard of a batch. What is wanted of the batch is their sum over its shards. */
export interface ShardLosses<In extends Inputs, Out extends Outputs> {
  readonly inputs: In;
  /** What is descended. */
  readonly loss: Expression;
  /** Scalars to be reported. */
  readonly outputs: Out;
}

export interface ShardedDescentOptions extends DescentOptions {
  readonly parameters: readonly Variable[];
  readonly optimizer: Optimizer;
  readonly backend: Backend<Float32Array>;
  /** Who shares the work. All get the same new weights: whoever computes a shard, the sums are made in one order. */
  readonly team: Team;
}

/** One step of an optimizer down a loss that is the sum over the shards of a batch. */
export interface ShardedDescent<In extends Inputs, Out extends Outputs> {
  readonly inputs: Program<In, Out>["inputs"];
  /** Sums over the shards of the last run, and the norm of the gradient before it was clipped. */
  readonly outputs: { readonly [Name in keyof Out | "gradientNorm"]: Float32Array };
  /**
   * @param shards how many there are
   * @param load writes the inputs of a shard; called for each of this member's
   */
  run(shards: number, load: (shard: number) => void): void;
  /** What the gradient of a shard consists of, for `explain`. */
  list: Program<In, Out>["list"];
}

/** Two programs: one for the gradient of a shard, and one for the optimizer's step down the sum of them. */
export function compileShardedDescent<In extends Inputs, Out extends Outputs>(
  { inputs, loss, outputs }: ShardLosses<In, Out>,
  { parameters, optimizer, backend, team, ...options }: ShardedDescentOptions,
): ShardedDescent<In, Out> {
  const gradients = grad(loss, parameters);
  const shard = compile({ inputs, outputs: { ...outputs, ...numbered(gradients) } }, backend);
  const sums = parameters.map(({ shape }) => input(shape));
  const { updates, gradientNorm } = descendGradients(sums, parameters, optimizer, options);
  // Inputs of both programs, such as a learning rate, have one place in the backend.
  const step = compile(
    { inputs: { ...inputs, ...numbered(sums) }, outputs: { gradientNorm }, updates },
    backend,
  );

  const names = Object.keys(outputs);
  const gradientNames = parameters.map((_, index) => gradientName(index));
  const leafNames = [...gradientNames, ...names];
  const leaf = leafNames.map((name) => view(shard.outputs, name));
  const tree = createTreeSum(
    team,
    leaf.map(({ length }) => length),
    backend,
  );
  const totals = Object.fromEntries([...names, "gradientNorm"].map((name) => [name, new Float32Array(1)]));

  return {
    inputs: shard.inputs,
    list: shard.list,
    outputs: totals as ShardedDescent<In, Out>["outputs"],
    run(shards, load) {
      const { start, end } = tree.begin(shards);
      leafNames.forEach((name, index) => {
        leaf[index] = view(shard.outputs, name);
      });
      for (let index = start; index < end; index++) {
        load(index);
        shard.run();
        tree.add(leaf);
      }
      const summed = tree.finish();
      gradientNames.forEach((name, index) => {
        view(step.inputs, name).set(summed[index]);
      });
      step.run();
      names.forEach((name, index) => {
        totals[name].set(summed[parameters.length + index]);
      });
      totals.gradientNorm.set(step.outputs.gradientNorm);
    },
  };
}

function gradientName(index: number): string {
  return `gradient ${index}`;
}

function numbered<Node>(nodes: readonly Node[]): Record<string, Node> {
  return Object.fromEntries(nodes.map((node, index) => [gradientName(index), node]));
}

function view(arrays: unknown, name: string): Float32Array {
  return (arrays as Record<string, Float32Array>)[name];
}
