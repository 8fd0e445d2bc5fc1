import type { CompressedRows } from "../linear-algebra/compressed-rows.ts";

/** A finite Markov chain: P(s′ | s), rows of probabilities. */
export interface MarkovChain {
  readonly size: number;
  /** P x, into `result`: the expectation of x after one step. */
  multiply(x: Float64Array, result: Float64Array): void;
  /** Pᵀ x, into `result`: the distribution after one step, if x is the one before. */
  multiplyTransposed(x: Float64Array, result: Float64Array): void;
  /** P as compressed rows, the probabilities above 0. */
  readonly rows: CompressedRows;
}
