import type { CompressedRows } from "./compressed-rows.ts";

/** A preconditioner near the inverse of a matrix and of its transpose, each applied in place. */
export interface Preconditioner {
  apply(x: Float64Array): void;
  applyTransposed(x: Float64Array): void;
}

/** Pivots below it (a singular matrix has one at its end) are set to it. */
const leastPivot = 1e-6;

/**
 * ILU(0) of I − J (Meijerink and van der Vorst 1977): ≈ L U with the places of the matrix only. As long as the rows of J,
 * which are ≥ 0, sum to at most 1, all pivots are positive; and where elimination fills nothing in, as in a chain of
 * neighbors, it is exact.
 *
 * @param jumps J, without a diagonal
 */
export function incompleteLu(jumps: CompressedRows): Preconditioner {
  const { size, starts, columns, entries: lu } = identityMinus(jumps);
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

function identityMinus(jumps: CompressedRows): CompressedRows {
  const { size } = jumps;
  const starts = jumps.starts.map((start, i) => start + i);
  const columns = new Int32Array(jumps.columns.length + size);
  const entries = new Float64Array(columns.length);
  for (let i = 0; i < size; i++) {
    let at = starts[i];
    let from = jumps.starts[i];
    const copyBelow = (end: number): void => {
      for (; from < jumps.starts[i + 1] && jumps.columns[from] < end; from++) {
        columns[at] = jumps.columns[from];
        entries[at++] = -jumps.entries[from];
      }
    };
    copyBelow(i);
    columns[at] = i;
    entries[at++] = 1;
    copyBelow(size);
  }
  return { size, starts, columns, entries };
}
