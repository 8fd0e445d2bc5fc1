import { compile, type Update, updateVariables } from "../../compiler/index.ts";
import {
  type FloatExpression,
  grad,
  type Input,
  input,
  multiply,
  type RowExpressions,
  type Rows,
  type Variable,
} from "../../graph/index.ts";
import { descend, descendGradients, type Optimizer } from "../../optimizers/index.ts";
import type { Stateful } from "../../state/index.ts";
import {
  type Computing,
  compileSum,
  inputsFor,
  type RowProgram,
  type RunContext,
  setter,
} from "./compile-sum.ts";
import { requireFiniteResult } from "./non-finite-error.ts";
import { createRowSource, type Feed } from "./row-source.ts";
import { sequencesOf } from "./sequences.ts";
import { shardsOf } from "./shards-of.ts";
import { variableState } from "./variable-state.ts";

/** What is descended, and how. */
export interface DescentDescription<R extends Rows, Scalar extends string, Out extends string> {
  readonly rows: R;
  readonly feed: Feed;
  readonly scalars?: readonly Scalar[];
  /** One that is in it twice, as those of a shared tower are, counts once. */
  readonly parameters: readonly Variable[];
  /** Made from the scalars, one of which may be the learning rate. */
  optimizer(scalars: Readonly<Record<Scalar, FloatExpression>>): Optimizer;
  /** Gradients are scaled down together when their norm is larger; "none": never. */
  readonly maxGradientNorm: number | "none";
  /**
   * What else changes in each run, from the values of before the step: target copies that follow other networks. It may not
   * depend on the rows.
   */
  readonly updates?: readonly Update[];
  /**
   * The loss, and scalars to be reported: means over the rows that it gets where their number is fixed, and sums where
   * any number of rows pass through.
   */
  losses(
    rows: RowExpressions<R>,
    context: RunContext<R, Scalar>,
  ): { readonly loss: FloatExpression } & Readonly<Record<Out, FloatExpression>>;
}

/** What a run reports of what its losses returned: all but the loss itself, and the norm of the gradient. */
type Reported<Out extends string> = Exclude<Out, "loss"> | "gradientNorm";

/** Results of a run, each a single number: scalars by name, and the norm of the gradient before it was clipped. */
export type DescentResults<Out extends string> = { readonly [Name in Reported<Out>]: Float32Array };

/** One step of an optimizer down a loss over rows, at every run. Its state is all that its steps change. */
export interface RowDescent<R extends Rows, Scalar extends string, Out extends string>
  extends RowProgram<R, Scalar>,
    Stateful {
  /** Names of the results. */
  readonly outputs: readonly Reported<Out>[];
  /**
   * @param numbers which rows or sequences, where the feed has minibatches: see `choices`
   * @returns the results, in arrays that the next run may write again
   * @throws NotFinite when one of the results is not
   */
  run(numbers?: Int32Array): DescentResults<Out>;
}

/** Compiles steps of an optimizer down a loss over the rows of batches. */
export function compileDescent<R extends Rows, Out extends string, Scalar extends string = never>(
  given: DescentDescription<R, Scalar, Out>,
  computing: Computing,
): RowDescent<R, Scalar, Out> {
  const { feed } = given;
  const parameters = [...new Set(given.parameters)];
  const description = { ...given, parameters };
  const weights = parameters.reduce((sum, { attributes }) => sum + attributes.initial.length, 0);
  const shards = "size" in feed ? shardsOfRun(description.rows, feed, weights) : 1;
  return "size" in feed && shards === 1
    ? wholeDescent(description, computing)
    : shardedDescent(description, shards, computing);
}

/** Sequences stay whole. */
function shardsOfRun(rows: Rows, feed: Extract<Feed, { readonly size: number }>, weights: number): number {
  const { size, minibatch = size } = feed;
  const length = sequencesOf(rows, feed.sequences)?.length ?? 1;
  return shardsOf(minibatch, weights, minibatch / length);
}

/** All in one program. */
function wholeDescent<R extends Rows, Scalar extends string, Out extends string>(
  description: DescentDescription<R, Scalar, Out>,
  { backend }: Computing,
): RowDescent<R, Scalar, Out> {
  const { rows, feed, scalars = [], parameters } = description;
  const source = createRowSource(rows, feed);
  const scalarInputs = inputsFor(scalars);
  const { loss, ...outputs } = description.losses(source.expressions, {
    scalars: scalarInputs,
    whole: source.whole,
  });
  const { updates: steps, gradientNorm } = descend(
    loss,
    parameters,
    description.optimizer(scalarInputs),
    clip(description),
  );
  const updates = [...steps, ...(description.updates ?? [])];
  const program = compile(
    { inputs: { ...source.inputs, ...scalarInputs }, outputs: { ...outputs, gradientNorm }, updates },
    backend,
  );
  const views = program.inputs as Readonly<Record<string, Float32Array | Int32Array>>;
  const connected = source.connect(views);
  const results = program.outputs as unknown as DescentResults<Out>;
  const names = Object.keys(results) as Reported<Out>[];
  return {
    choices: source.choices,
    rows: connected.views,
    load: connected.load,
    set: setter(views),
    list: program.list,
    outputs: names,
    ...variableState(changedBy(updates), backend),
    run(numbers) {
      connected.begin(numbers);
      program.run();
      requireFinite(results, names);
      return results;
    },
  };
}

/** Two programs: one for the gradient of a shard, and one for the optimizer's step down the sum of them. */
function shardedDescent<R extends Rows, Scalar extends string, Out extends string>(
  description: DescentDescription<R, Scalar, Out>,
  shards: number,
  computing: Computing,
): RowDescent<R, Scalar, Out> {
  const { rows, feed, scalars = [], parameters } = description;
  const { backend } = computing;
  const share = (node: FloatExpression) => ("size" in feed ? multiply(node, 1 / shards) : node);
  const gradient = compileSum(
    {
      source: createRowSource(rows, feed, shards),
      scalars,
      sums(expressions, context) {
        const { loss, ...outputs } = description.losses(expressions, context);
        const shared = Object.entries<FloatExpression>(outputs).map(([name, node]) => [name, share(node)]);
        return {
          outputs: Object.fromEntries(shared) as Readonly<Record<string, FloatExpression>>,
          gradients: grad(share(loss), parameters),
        };
      },
    },
    computing,
  );

  const stepScalars = inputsFor(scalars);
  const sums = parameters.map(({ shape }) => input(shape));
  const { updates: steps, gradientNorm } = descendGradients(
    sums,
    parameters,
    description.optimizer(stepScalars),
    clip(description),
  );
  const updates = [...steps, ...(description.updates ?? [])];
  const step = compile(
    {
      inputs: { scalars: stepScalars as Readonly<Record<string, Input<"float">>>, gradients: sums },
      outputs: { gradientNorm },
      updates,
    },
    backend,
  );
  const setStep = setter(step.inputs.scalars);
  const outputNames = Object.keys(gradient.sums.outputs);
  const totals: Record<string, Float32Array> = {};
  for (const name of outputNames) totals[name] = gradient.sums.outputs[name];
  totals.gradientNorm = new Float32Array(1);
  const names = Object.keys(totals) as Reported<Out>[];
  return {
    choices: gradient.choices,
    rows: gradient.rows,
    load: gradient.load,
    list: gradient.list,
    outputs: names,
    ...variableState(changedBy(updates), backend),
    set(values) {
      gradient.set(values);
      setStep(values);
    },
    run(numbers) {
      gradient.run(numbers);
      for (let i = 0; i < sums.length; i++) step.inputs.gradients[i].set(gradient.sums.gradients[i]);
      step.run();
      for (const name of outputNames) totals[name] = gradient.sums.outputs[name];
      totals.gradientNorm[0] = step.outputs.gradientNorm[0];
      requireFinite(totals, names);
      return totals as DescentResults<Out>;
    },
  };
}

function clip({ maxGradientNorm }: Pick<DescentDescription<Rows, never, never>, "maxGradientNorm">) {
  return maxGradientNorm === "none" ? {} : { maxGradientNorm };
}

/** Every variable that updates change or keep their state in, each once. */
function changedBy(updates: readonly Update[]): Variable[] {
  return [...new Set(updates.flatMap(updateVariables))];
}

/** @throws NotFinite at the first of these numbers that is not finite */
function requireFinite(results: Readonly<Record<string, Float32Array>>, names: readonly string[]): void {
  for (let i = 0; i < names.length; i++) requireFiniteResult(names[i], results[names[i]][0]);
}
