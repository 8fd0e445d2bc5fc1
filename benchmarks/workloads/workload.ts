import type { Backend } from "../../src/backends/index.ts";
import type { Program } from "../../src/compiler/index.ts";

/** A piece of work that logpi and PyTorch do alike: same weights, same data, same losses. */
export interface Workload {
  /** What `npm run bench -- NAME` finds it by. */
  readonly name: string;
  /** What the tables call it. */
  readonly title: string;
  /** Floating-point operations of one call in matrix products and (direct) convolutions: what the work needs at least. */
  readonly operations: number;
  /** Bytes that one call must read or write at least once: inputs, parameters, optimizer state, outputs. */
  readonly bytes: number;
  readonly target?: Target;
  /** The script in benchmarks/pytorch/ that does the same. */
  readonly peer: string;
  /** Compiles it. The same numbers come out of the same generators on every backend. */
  prepare(backend: Backend<Float32Array>): PreparedWorkload;
}

/** What a backend should reach: a time of at most this ratio to PyTorch's, or at least this share of the peak. */
export interface Target {
  readonly quantity: "ratio" | "share";
  readonly wasm: number;
  readonly native: number;
}

export interface PreparedWorkload {
  /** What the peer needs: the weights and inputs as they are before the first call. */
  readonly tensors: Readonly<Record<string, Tensor>>;
  readonly settings: Readonly<Record<string, number | boolean>>;
  readonly program: Pick<Program<unknown, unknown>, "run" | "list">;
  /** What the last call computed, for comparison: losses, or moments of the outputs. */
  read(): number[];
}

export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

/** Mean and mean square. */
export function moments(values: Float32Array): number[] {
  const mean = (of: (value: number) => number) =>
    values.reduce((sum, value) => sum + of(value), 0) / values.length;
  return [mean((value) => value), mean((value) => value ** 2)];
}
