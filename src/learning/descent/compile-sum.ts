import type { Backend } from "../../compiler/backend.ts";
import { type ArraysOf, compile, type Program } from "../../compiler/index.ts";
import { byPath, fetching, type Nested } from "../../compiler/nested.ts";
import {
  type Expression,
  type FloatExpression,
  type Input,
  input,
  type RowArrays,
  type RowExpressions,
  type Rows,
  type RowViews,
} from "../../graph/index.ts";
import { createTreeSum, type Team } from "../../workers/index.ts";
import type { Choices, RowSource } from "./row-source.ts";

/** Who computes. */
export interface Computing {
  readonly backend: Backend<Float32Array>;
  /** Who shares the work. All get the same sums: shards are added in one order, whichever member computed them. */
  readonly team: Team;
}

/** What expressions over the rows of a shard may refer to, beside the rows. */
export interface RunContext<R extends Rows, Scalar extends string> {
  /** Numbers that are the same for all rows, by name. */
  readonly scalars: Readonly<Record<Scalar, FloatExpression>>;
  /** An entry of all rows of the run, [rows of the run, …]; only where there is a fixed number of them. */
  whole(name: keyof R & string): Expression;
}

/** What is to be added up over the rows of a batch. */
export interface SumDescription<R extends Rows, Scalar extends string, Sums> {
  /** See {@link createRowSource}. Sums of one source read the same rows, which are loaded into one of them. */
  readonly source: RowSource<R>;
  readonly scalars?: readonly Scalar[];
  /**
   * Expressions for the rows of one shard, of any shapes, in lists and records. What is wanted of the run is their sum over
   * its shards.
   */
  sums(rows: RowExpressions<R>, context: RunContext<R, Scalar>): Sums;
}

/** What every compiled sum or descent over rows takes. */
export interface RowProgram<R extends Rows, Scalar extends string> {
  /** What a batch has and a run is over: rows, or sequences of them where networks are recurrent. */
  readonly choices: Choices;
  /** Where the rows of a batch are read from: what is written here need not be loaded. */
  readonly rows: RowViews<R>;
  /**
   * Makes these rows the batch. Of a fixed number of rows, what it does not name stays; of any number, all are to be named.
   *
   * @param count how many rows there are, where that is not fixed
   * @throws RangeError where it is not fixed, and `count` is not given
   */
  load(arrays: Partial<RowArrays<R>>, count?: number): void;
  /** Sets numbers that are the same for all rows. */
  set(scalars: Partial<Readonly<Record<Scalar, number>>>): void;
  /** What it consists of, for `explain`. */
  list: Program<unknown, unknown>["list"];
}

/** A sum over the rows of a batch, ready to run. */
export interface RowSum<R extends Rows, Scalar extends string, Sums> extends RowProgram<R, Scalar> {
  /** The sums of the last run, in the lists and records of the expressions: views that hold until the next one. */
  readonly sums: ArraysOf<Sums, Float32Array>;
  /** @param numbers which rows or sequences, where the feed has minibatches */
  run(numbers?: Int32Array): void;
}

/**
 * Compiles a sum over the rows of a batch: of gradients, of products with the Fisher information, of losses. Large
 * batches are split into shards, which the members of a team share.
 */
export function compileSum<
  R extends Rows,
  Scalar extends string = never,
  const Sums extends Nested<FloatExpression> = Nested<FloatExpression>,
>(description: SumDescription<R, Scalar, Sums>, { backend, team }: Computing): RowSum<R, Scalar, Sums> {
  const { source, scalars = [] } = description;
  const scalarInputs = inputsFor(scalars);
  const expressions = description.sums(source.expressions, { scalars: scalarInputs, whole: source.whole });
  const outputs = byPath<FloatExpression>("compileSum", expressions);
  const program = compile({ inputs: { ...source.inputs, ...scalarInputs }, outputs }, backend);
  const views = program.inputs as Readonly<Record<string, Float32Array | Int32Array>>;
  const results = program.outputs;
  const connected = source.connect(views);

  const names = Object.keys(outputs);
  const leaf = names.map((name) => results[name]);
  const tree = createTreeSum(
    team,
    leaf.map(({ length }) => length),
    backend,
  );
  // Views of the rows that are taken before the first run hold in it, where it is known what it takes.
  if (source.shards !== undefined) tree.reserve(source.shards);
  let summed: readonly Float32Array[] = leaf;

  return {
    choices: source.choices,
    rows: connected.views,
    load: connected.load,
    set: setter(views),
    list: program.list,
    sums: fetching(expressions, (_, index) => () => summed[index]) as ArraysOf<Sums, Float32Array>,
    run(numbers) {
      const { start, end } = tree.begin(connected.begin(numbers));
      for (let index = 0; index < names.length; index++) leaf[index] = results[names[index]];
      for (let shard = start; shard < end; shard++) {
        connected.place(shard);
        program.run();
        tree.add(leaf);
      }
      summed = tree.finish();
    },
  };
}

/** One scalar input for each name. */
export function inputsFor<Scalar extends string>(scalars: readonly Scalar[]): Record<Scalar, Input<"float">> {
  return Object.fromEntries(scalars.map((name) => [name, input([])])) as Record<Scalar, Input<"float">>;
}

/** Writes numbers into scalar inputs by name. */
export function setter(views: Readonly<Record<string, Float32Array | Int32Array>>) {
  return (scalars: Readonly<Record<string, number | undefined>>): void => {
    for (const name in scalars) {
      const value = scalars[name];
      if (value !== undefined) views[name][0] = value;
    }
  };
}
