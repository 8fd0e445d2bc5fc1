import type { LinearSolver } from "./linear-solver.ts";

/**
 * A = L U in place of `a` [size × size], without pivoting: for matrices with a dominant diagonal, such as I − γP, for
 * which that is stable.
 */
export function luSolver(size: number, a: Float64Array): LinearSolver {
  factorize(size, a);
  return {
    solve(b) {
      const x = b.slice();
      for (let i = 0; i < size; i++) {
        let sum = x[i];
        for (let j = 0; j < i; j++) sum -= a[i * size + j] * x[j];
        x[i] = sum;
      }
      for (let i = size - 1; i >= 0; i--) {
        let sum = x[i];
        for (let j = i + 1; j < size; j++) sum -= a[i * size + j] * x[j];
        x[i] = sum / a[i * size + i];
      }
      return x;
    },
    // Uᵀ and Lᵀ are read by rows of U and L too: each solved element is at once taken from all that follow.
    solveTransposed(b) {
      const x = b.slice();
      for (let i = 0; i < size; i++) {
        x[i] /= a[i * size + i];
        for (let j = i + 1; j < size; j++) x[j] -= a[i * size + j] * x[i];
      }
      for (let i = size - 1; i >= 0; i--) {
        for (let j = 0; j < i; j++) x[j] -= a[i * size + j] * x[i];
      }
      return x;
    },
  };
}

/** Rows and columns of a block: three such blocks stay in a cache of 32 KB. */
const blockSize = 32;

/** Right-looking, by blocks: L below the diagonal (of ones), U on and above it. */
function factorize(size: number, a: Float64Array): void {
  for (let start = 0; start < size; start += blockSize) {
    const end = Math.min(start + blockSize, size);
    // The columns of the block, down to the last row; and its rows, to the right.
    for (let k = start; k < end; k++) {
      const pivot = a[k * size + k];
      for (let i = k + 1; i < size; i++) {
        const factor = a[i * size + k] / pivot;
        a[i * size + k] = factor;
        if (factor === 0) continue;
        const last = i < end ? size : end;
        for (let j = k + 1; j < last; j++) a[i * size + j] -= factor * a[k * size + j];
      }
    }
    subtractProduct(size, a, start, end);
  }
}

/** What is left, minus the product of the block's columns and rows: tiles of 4 rows and 2 columns in registers. */
function subtractProduct(size: number, a: Float64Array, start: number, end: number): void {
  const panel = new Float64Array((end - start) * 4);
  for (let i = end; i < size; i += 4) {
    const rows = Math.min(4, size - i);
    for (let k = start; k < end; k++) {
      for (let r = 0; r < 4; r++) panel[(k - start) * 4 + r] = r < rows ? a[(i + r) * size + k] : 0;
    }
    const [first, second, third, fourth] = [0, 1, 2, 3].map((r) => Math.min(i + r, size - 1) * size);
    for (let j = end; j < size; j += 2) {
      const beside = Math.min(j + 1, size - 1);
      let a0 = 0;
      let a1 = 0;
      let a2 = 0;
      let a3 = 0;
      let b0 = 0;
      let b1 = 0;
      let b2 = 0;
      let b3 = 0;
      for (let k = start, at = 0; k < end; k++, at += 4) {
        const u = a[k * size + j];
        const v = a[k * size + beside];
        const l0 = panel[at];
        const l1 = panel[at + 1];
        const l2 = panel[at + 2];
        const l3 = panel[at + 3];
        a0 += l0 * u;
        a1 += l1 * u;
        a2 += l2 * u;
        a3 += l3 * u;
        b0 += l0 * v;
        b1 += l1 * v;
        b2 += l2 * v;
        b3 += l3 * v;
      }
      // Rows to spare have a panel of zeros; a column to spare is left out.
      a[first + j] -= a0;
      if (rows > 1) a[second + j] -= a1;
      if (rows > 2) a[third + j] -= a2;
      if (rows > 3) a[fourth + j] -= a3;
      if (beside === j) continue;
      a[first + beside] -= b0;
      if (rows > 1) a[second + beside] -= b1;
      if (rows > 2) a[third + beside] -= b2;
      if (rows > 3) a[fourth + beside] -= b3;
    }
  }
}
