import type { Expression, Input, Variable } from "../graph/expression.ts";
import type { Update } from "./update.ts";

/** One of the steps that an executable takes when it runs, for `explain`. */
export interface Instruction {
  /** The name of its opcode, or on the reference backend of its operation. */
  readonly opcode: string;
  /** What it computes, together with those of its inputs that are not among `reads`; of an update, the variable. */
  readonly node: Expression;
  /** The values that it reads. */
  readonly reads: readonly Expression[];
  /** The value that it writes; undefined for updates. */
  readonly result: Expression | undefined;
  /** The updates that it makes; mostly none. */
  readonly updates: readonly Update[];
  /** Runs this one alone, on what the others have left. */
  run(): void;
}

/** What an executable consists of. */
export interface Listing {
  readonly instructions: readonly Instruction[];
  /** Of each output by its name, the node whose values it shows. */
  readonly outputs: Readonly<Record<string, Expression>>;
  /** Bytes of the memory that instructions pass values through. */
  readonly arenaBytes: number;
  readonly codeBytes: number;
  /** Bytes of a float. */
  readonly floatBytes: 4 | 8;
}

/** What a program consists of. */
export interface ProgramListing extends Listing {
  readonly inputs: Readonly<Record<string, Input>>;
  readonly updates: readonly Update[];
  /** The variable's values, which may be written. */
  values(variable: Variable): Float32Array | Float64Array;
}
