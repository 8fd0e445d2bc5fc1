import type { CompressedRows } from "./linear-algebra/compressed-rows.ts";

/** A finite Markov chain: P(s′ | s), rows of probabilities. */
export interface MarkovChain {
  readonly size: number;
  /** P x, into `result`: the expectation of x after one step. */
  multiply(x: Float64Array, result: Float64Array): void;
  /** Pᵀ x, into `result`: the distribution after one step, if x is the one before. */
  multiplyTransposed(x: Float64Array, result: Float64Array): void;
  /** The states that follow `state` with probability above 0, in ascending order. */
  successors(state: number): Int32Array;
  /** A copy of P in full: [size × size]. */
  toDense(): Float64Array;
  /** The chain on some of its states only, in ascending order; they should not lead to others. */
  restrictedTo(states: Int32Array): MarkovChain;
  /** P as compressed rows, if that is how it is held. */
  readonly rows: CompressedRows | undefined;
}
