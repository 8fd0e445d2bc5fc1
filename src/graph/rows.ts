import type { DType, FloatExpression, Input, IntExpression } from "./expression.ts";
import { input, inputIndices } from "./operations/index.ts";

/** What one row of a batch holds under a name. */
export interface RowType<Type extends DType = DType> {
  /** Of one row; `[]` for a single number. */
  readonly shape: readonly number[];
  readonly dtype: Type;
  /** What stands in rows that are there only to fill a shard. */
  readonly spare: number;
  /**
   * What it says of the sequences that recurrent networks go through: a "state" is that with which a sequence begins, and is
   * read of its first row only; a "beginning" is 1 where an episode begins, and 0 elsewhere.
   */
  readonly sequence?: "state" | "beginning";
}

/** What the rows of a batch hold, by name. */
export type Rows = Readonly<Record<string, RowType>>;

/** Expressions `[rows, …]`, one for each name. */
export type RowExpressions<R extends Rows> = {
  readonly [Name in keyof R]: NonNullable<R[Name]>["dtype"] extends "int" ? IntExpression : FloatExpression;
};

/** Arrays with the numbers of some rows, one for each name: of any kind whose numbers the program can take. */
export type RowArrays<R extends Rows> = {
  readonly [Name in keyof R]: undefined extends R[Name] ? RowArray | undefined : RowArray;
};

export type RowArray = Uint8Array | Int32Array | Float32Array | Float64Array;

/** Where a program reads its rows. */
export type RowViews<R extends Rows> = {
  readonly [Name in keyof R]: NonNullable<R[Name]>["dtype"] extends "int" ? Int32Array : Float32Array;
};

/** One float a row, such as a reward. */
export const scalarRow: RowType<"float"> = { shape: [], dtype: "float", spare: 0 };

/** The inputs of a program that takes so many rows. */
export function rowInputs(rows: Rows, count: number): Record<string, Input> {
  return Object.fromEntries(
    Object.entries(rows).map(([name, { shape, dtype }]) => [
      name,
      dtype === "int" ? inputIndices([count, ...shape]) : input([count, ...shape]),
    ]),
  );
}

/** Numbers of one row. */
export function widthOf({ shape }: RowType): number {
  return shape.reduce((product, length) => product * length, 1);
}
