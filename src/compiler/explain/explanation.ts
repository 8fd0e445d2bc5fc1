import type { Shape } from "../../graph/shape.ts";

/** What a compiled program executes. */
export interface Explanation {
  readonly instructions: readonly ExplainedInstruction[];
  /** Of all instructions together. */
  readonly total: { readonly bytes: number; readonly operations: number; readonly microseconds: number };
  /** Bytes of what the program uses of the backend's memory; programs share variables, and may share inputs. */
  readonly memory: Readonly<Record<"inputs" | "variables" | "constants" | "arena" | "code", number>>;
  /** A table for the terminal. */
  toString(): string;
}

export interface ExplainedInstruction {
  /** From 0, in the order of execution. */
  readonly number: number;
  readonly opcode: string;
  /** The name of its result: an output's, or "%7" for what instruction 7 computes; variables that it changes. */
  readonly result: string;
  /** What it computes, as a formula of values by their names. */
  readonly formula: string;
  readonly operands: readonly { readonly name: string; readonly shape: Shape }[];
  readonly shape: Shape;
  /** Bytes that it reads and writes. */
  readonly bytes: number;
  /** Floating-point operations. */
  readonly operations: number;
  /** Time of one execution, measured alone. */
  readonly microseconds: number;
  /** Of the time of all instructions, from 0 to 1. */
  readonly share: number;
}
