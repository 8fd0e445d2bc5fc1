import type { CompressedRows } from "./compressed-rows.ts";

/** A preconditioner near the inverse of a matrix and of its transpose, each applied in place. */
export interface Preconditioner {
  apply(x: Float64Array): void;
  applyTransposed(x: Float64Array): void;
}

/** Pivots below it (a singular matrix has one at its end) are set to it. */
const leastPivot = 1e-6;

/**
 * ILU(0) (Meijerink and van der Vorst 1977): A ≈ L U with the places of A only. For matrices such as I − γP all pivots
 * are positive; and where elimination fills nothing in, as in a chain of neighbors, it is exact.
 *
 * @param matrix with every place of its diagonal
 */
export function incompleteLu({ size, starts, columns, entries }: CompressedRows): Preconditioner {
  const lu = entries.slice();
  const diagonal = new Int32Array(size);
  const place = new Int32Array(size).fill(-1); // where the present row has a column
  for (let i = 0; i < size; i++) {
    for (let at = starts[i]; at < starts[i + 1]; at++) place[columns[at]] = at;
    diagonal[i] = place[i];
    for (let at = starts[i]; at < diagonal[i]; at++) {
      const k = columns[at];
      const factor = lu[at] / lu[diagonal[k]];
      lu[at] = factor;
      for (let right = diagonal[k] + 1; right < starts[k + 1]; right++) {
        const target = place[columns[right]];
        if (target >= 0) lu[target] -= factor * lu[right];
      }
    }
    if (!(lu[diagonal[i]] >= leastPivot)) lu[diagonal[i]] = leastPivot;
    for (let at = starts[i]; at < starts[i + 1]; at++) place[columns[at]] = -1;
  }

  return {
    apply(x) {
      for (let i = 0; i < size; i++) {
        let sum = x[i];
        for (let at = starts[i]; at < diagonal[i]; at++) sum -= lu[at] * x[columns[at]];
        x[i] = sum;
      }
      for (let i = size - 1; i >= 0; i--) {
        let sum = x[i];
        for (let at = diagonal[i] + 1; at < starts[i + 1]; at++) sum -= lu[at] * x[columns[at]];
        x[i] = sum / lu[diagonal[i]];
      }
    },
    applyTransposed(x) {
      for (let i = 0; i < size; i++) {
        x[i] /= lu[diagonal[i]];
        for (let at = diagonal[i] + 1; at < starts[i + 1]; at++) x[columns[at]] -= lu[at] * x[i];
      }
      for (let i = size - 1; i >= 0; i--) {
        for (let at = starts[i]; at < diagonal[i]; at++) x[columns[at]] -= lu[at] * x[i];
      }
    },
  };
}
