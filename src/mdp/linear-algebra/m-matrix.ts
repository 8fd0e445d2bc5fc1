import type { CompressedRows } from "./compressed-rows.ts";
import type { ExtendedVector } from "./extended-vector.ts";

/**
 * An M-matrix A that is diagonally dominant, such as I − γP, by its row sums and its elements beside the diagonal:
 *
 *     (A x)_i = sums_i x_i + factor · Σ_j w_ij (x_i − x_j)
 *
 * Small relative changes of these numbers, which are all ≥ 0, change the elements of A⁻¹ (≥ 0 too) by about as little,
 * however near A is to a singular matrix; of its diagonal that is not so (Alfa, Xue and Ye, “Accurate computation of the
 * smallest eigenvalue of a diagonally dominant M-matrix”, Mathematics of Computation 71, 2002).
 */
export interface MMatrix {
  readonly size: number;
  readonly factor: number;
  /** w, those above 0 and none on the diagonal. Columns ascend within a row. */
  readonly weights: CompressedRows;
  /** The sums of the rows of A: [size]. */
  readonly sums: ExtendedVector;
}

/** The diagonal: [size]. */
export function diagonalOf({ size, factor, weights: { starts, entries }, sums }: MMatrix): Float64Array {
  const diagonal = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let at = starts[i]; at < starts[i + 1]; at++) sum += entries[at];
    diagonal[i] = sums.high[i] + factor * sum;
  }
  return diagonal;
}
