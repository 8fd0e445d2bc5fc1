import { addProduct, addTo, copyOf, divideBy, extended } from "./extended-vector.ts";
import type { LinearSolver } from "./linear-solver.ts";
import type { MMatrix } from "./m-matrix.ts";
import { underflowError } from "./underflow-error.ts";

/**
 * Elimination without subtractions (Grassmann, Taksar and Heyman, “Regenerative analysis and steady state distributions
 * for Markov chains”, Operations Research 33, 1985; Alfa, Xue and Ye 2002): each pivot is the sum of what is left of its
 * row, so that all factors are accurate to a few ulps times the size, however near the matrix is to a singular one. For
 * b ≥ 0 so is each element of the solution; for others each is accurate beside that of |b|.
 *
 * Right-hand sides are substituted in extended precision: solutions that differ little from state to state keep their
 * differences.
 */
export function denseElimination(matrix: MMatrix): LinearSolver {
  const { size } = matrix;
  const stride = size + 1; // the last column holds the sums
  const a = inFull(matrix);
  const pivots = factorize(size, a);
  return {
    solve(b) {
      const x = copyOf(b);
      for (let k = 0; k < size; k++) {
        const high = x.high[k];
        const low = x.low[k];
        if (high === 0) continue;
        for (let i = k + 1; i < size; i++) {
          const factor = a[i * stride + k];
          if (factor !== 0) addProduct(x, i, factor, high, low);
        }
      }
      const pivot = extended(new Float64Array(1));
      for (let k = size - 1; k >= 0; k--) {
        pivot.high[0] = a[k * stride + size];
        pivot.low[0] = 0;
        for (let j = k + 1; j < size; j++) {
          const weight = a[k * stride + j];
          if (weight === 0) continue;
          addTo(pivot, 0, weight, 0);
          addProduct(x, k, weight, x.high[j], x.low[j]);
        }
        divideBy(x, k, pivot.high[0], pivot.low[0]);
      }
      return x;
    },
    solveTransposed(c) {
      const y = c.slice();
      for (let k = 0; k < size; k++) {
        if (y[k] === 0) continue;
        y[k] /= pivots[k];
        const value = y[k];
        for (let j = k + 1; j < size; j++) y[j] += a[k * stride + j] * value;
      }
      for (let i = size - 1; i >= 0; i--) {
        const value = y[i];
        if (value === 0) continue;
        for (let k = 0; k < i; k++) y[k] += a[i * stride + k] * value;
      }
      return y;
    },
  };
}

/** [size × (size + 1)]: the weights, and the sums in the last column. */
function inFull({ size, factor, weights: { starts, columns, entries }, sums }: MMatrix): Float64Array {
  const a = new Float64Array(size * (size + 1));
  for (let i = 0; i < size; i++) {
    const row = i * (size + 1);
    for (let at = starts[i]; at < starts[i + 1]; at++) a[row + columns[at]] = factor * entries[at];
    a[row + size] = sums.high[i];
  }
  return a;
}

/** Rows and columns of a block: three such blocks stay in a cache of 32 KB. */
const blockSize = 32;

/** Right-looking, by blocks: factors below the diagonal, weights above it, and on it nothing that is used; the pivots. */
function factorize(size: number, a: Float64Array): Float64Array {
  const stride = size + 1;
  const pivots = new Float64Array(size);
  for (let start = 0; start < size; start += blockSize) {
    const end = Math.min(start + blockSize, size);
    // The columns of the block, down to the last row; and its rows, to the right.
    for (let k = start; k < end; k++) {
      let pivot = 0;
      for (let j = k + 1; j <= size; j++) pivot += a[k * stride + j];
      if (!(pivot > 0)) throw underflowError(k);
      pivots[k] = pivot;
      for (let i = k + 1; i < size; i++) {
        const factor = a[i * stride + k] / pivot;
        a[i * stride + k] = factor;
        if (factor === 0) continue;
        const last = i < end ? stride : end;
        for (let j = k + 1; j < last; j++) a[i * stride + j] += factor * a[k * stride + j];
      }
    }
    addBlockProduct(size, a, start, end);
  }
  return pivots;
}

/** What is left, plus the product of the block's columns and rows: tiles of 4 rows and 2 columns in registers. */
function addBlockProduct(size: number, a: Float64Array, start: number, end: number): void {
  const stride = size + 1;
  const panel = new Float64Array((end - start) * 4);
  for (let i = end; i < size; i += 4) {
    const rows = Math.min(4, size - i);
    for (let k = start; k < end; k++) {
      for (let r = 0; r < 4; r++) panel[(k - start) * 4 + r] = r < rows ? a[(i + r) * stride + k] : 0;
    }
    const [first, second, third, fourth] = [0, 1, 2, 3].map((r) => Math.min(i + r, size - 1) * stride);
    for (let j = end; j < stride; j += 2) {
      const beside = Math.min(j + 1, size);
      let a0 = 0;
      let a1 = 0;
      let a2 = 0;
      let a3 = 0;
      let b0 = 0;
      let b1 = 0;
      let b2 = 0;
      let b3 = 0;
      for (let k = start, at = 0; k < end; k++, at += 4) {
        const u = a[k * stride + j];
        const v = a[k * stride + beside];
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
      a[first + j] += a0;
      if (rows > 1) a[second + j] += a1;
      if (rows > 2) a[third + j] += a2;
      if (rows > 3) a[fourth + j] += a3;
      if (beside === j) continue;
      a[first + beside] += b0;
      if (rows > 1) a[second + beside] += b1;
      if (rows > 2) a[third + beside] += b2;
      if (rows > 3) a[fourth + beside] += b3;
    }
  }
}
