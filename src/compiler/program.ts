import type { DType } from "../graph/expression.ts";
import type { ProgramListing } from "./listing.ts";

export type Floats = Float32Array | Float64Array;

/** The array that carries a tensor's values: integers are int32 everywhere, floats as the backend has them. */
export type ArrayOf<Type extends DType, F extends Floats> = Type extends "int" ? Int32Array : F;

/** The arrays of expressions, in the same lists and records. */
export type ArraysOf<Nodes, F extends Floats> = {
  readonly [Name in keyof Nodes]: NonNullable<Nodes[Name]> extends {
    readonly operation: string;
    readonly dtype: infer Type extends DType;
  }
    ? ArrayOf<Type, F>
    : ArraysOf<NonNullable<Nodes[Name]>, F>;
};

/**
 * A compiled graph. Write `inputs`, call `run`, read `outputs`: all are row-major views of the backend's own
 * memory, valid until the next program is compiled (fetch them again from here, it is cheap, rather than keep them).
 */
export interface Program<Inputs, Outputs, F extends Floats = Float32Array> {
  readonly inputs: ArraysOf<Inputs, F>;
  readonly outputs: ArraysOf<Outputs, F>;
  /** @throws RangeError when an index is out of range; nothing has been updated then. */
  run(): void;
  /** What it consists of, for `explain`. */
  list(): ProgramListing;
}
