import { addProduct, addTo, copyOf, divideBy, extended } from "./extended-vector.ts";
import { type GrowingLists, growingLists } from "./growing-lists.ts";
import { leastFirst } from "./least-first.ts";
import type { LinearSolver } from "./linear-solver.ts";
import type { MMatrix } from "./m-matrix.ts";
import { underflowError } from "./underflow-error.ts";

/** So many multiplications are done at most, and begun only while those of the rest are expected to be fewer. */
const mostWork = 2e9;
const mostWorkAhead = 3e9;
/** And those for each entry, times the root of the size: grids take up to 12, by what is expected. */
const mostWorkPerEntry = 20;
/** What is so near to full at the start is left to methods for full matrices. */
const mostWorkAtFirst = 2e7;

/** What elimination leaves behind. */
interface Factors {
  /** The order in which states were eliminated. */
  readonly order: Int32Array;
  /** [size], by state. */
  readonly pivots: Float64Array;
  /** What was left of the sum of each row: [size], by state. */
  readonly sums: Float64Array;
  /** The weights that were left in the row of each state. */
  readonly rows: GrowingLists;
  /** The factors with which the row of each state was added to others. */
  readonly factors: GrowingLists;
}

/**
 * {@link denseElimination} of a sparse matrix: as accurate, and states with few neighbors first (minimum degree), so that
 * little is filled in. Chains of neighbors, trees and grids take little more than their entries.
 *
 * @returns undefined when too much would be filled in, as in large random graphs
 */
export function sparseElimination(matrix: MMatrix): LinearSolver | undefined {
  const found = factorize(matrix);
  if (found === undefined) return undefined;
  const { order, pivots, sums, rows, factors } = found;
  return {
    solve(b) {
      const x = copyOf(b);
      for (const k of order) {
        const high = x.high[k];
        const low = x.low[k];
        if (high === 0) continue;
        const end = factors.starts[k] + factors.counts[k];
        for (let at = factors.starts[k]; at < end; at++) {
          addProduct(x, factors.integers[at], factors.numbers[at], high, low);
        }
      }
      const pivot = extended(new Float64Array(1));
      for (let i = order.length - 1; i >= 0; i--) {
        const k = order[i];
        pivot.high[0] = sums[k];
        pivot.low[0] = 0;
        const end = rows.starts[k] + rows.counts[k];
        for (let at = rows.starts[k]; at < end; at++) {
          const j = rows.integers[at];
          addTo(pivot, 0, rows.numbers[at], 0);
          addProduct(x, k, rows.numbers[at], x.high[j], x.low[j]);
        }
        divideBy(x, k, pivot.high[0], pivot.low[0]);
      }
      return x;
    },
    solveTransposed(c) {
      const y = c.slice();
      for (const k of order) {
        if (y[k] === 0) continue;
        y[k] /= pivots[k];
        const end = rows.starts[k] + rows.counts[k];
        for (let at = rows.starts[k]; at < end; at++) y[rows.integers[at]] += rows.numbers[at] * y[k];
      }
      for (let i = order.length - 1; i >= 0; i--) {
        const k = order[i];
        const end = factors.starts[k] + factors.counts[k];
        for (let at = factors.starts[k]; at < end; at++) {
          y[k] += factors.numbers[at] * y[factors.integers[at]];
        }
      }
      return y;
    },
  };
}

function factorize(matrix: MMatrix): Factors | undefined {
  const { size } = matrix;
  const { least, mean, leading } = fillOf(matrix);
  if ((least * size) / 3 > mostWorkAtFirst) return undefined;
  const { rows, sources } = linksOf(matrix, leading);
  const factors = growingLists({
    starts: new Int32Array(size + 1),
    integers: new Int32Array(0),
    numbers: new Float64Array(0),
  });
  const mostAhead = Math.min(
    mostWorkPerEntry * Math.sqrt(size) * matrix.weights.columns.length,
    mostWorkAhead,
  );
  const sums = matrix.sums.high.slice();
  const pivots = new Float64Array(size);
  const order = new Int32Array(size);
  const place = new Int32Array(size).fill(-1); // where the row at hand has a column, from its start

  const byDegree = leastFirst(size, 2 * size);
  const placeByDegree = (state: number) => byDegree.set(state, rows.counts[state] + sources.counts[state]);
  for (let state = 0; state < size; state++) placeByDegree(state);

  /** row i ← row i + factor · row k, without k. */
  const addRow = (i: number, k: number): void => {
    const { starts, counts } = rows;
    for (let at = 0; at < counts[i]; at++) place[rows.integers[starts[i] + at]] = at;
    const at = place[k];
    const factor = rows.numbers[starts[i] + at] / pivots[k];
    place[rows.integers[starts[i] + counts[i] - 1]] = at;
    place[k] = -1;
    rows.removeAt(i, starts[i] + at);
    factors.append(k, i, factor);
    sums[i] += factor * sums[k];
    for (let from = starts[k]; from < starts[k] + counts[k]; from++) {
      const j = rows.integers[from];
      if (j === i) continue;
      const added = factor * rows.numbers[from];
      if (place[j] >= 0) rows.numbers[starts[i] + place[j]] += added;
      else {
        rows.append(i, j, added);
        sources.append(j, i, 0);
      }
    }
    for (let at = 0; at < counts[i]; at++) place[rows.integers[starts[i] + at]] = -1;
  };

  let work = 0;
  for (let step = 0; step < size; step++) {
    const k = byDegree.take();
    const own = rows.counts[k] * sources.counts[k];
    work += own;
    if (work > mostWork || workAhead(own, size - step, mean, size) > mostAhead) return undefined;
    order[step] = k;
    let pivot = sums[k];
    for (let at = rows.starts[k]; at < rows.starts[k] + rows.counts[k]; at++) pivot += rows.numbers[at];
    if (!(pivot > 0)) throw underflowError(k);
    pivots[k] = pivot;
    for (let at = 0; at < rows.counts[k]; at++) {
      const j = rows.integers[rows.starts[k] + at];
      sources.removeAt(j, sources.integers.indexOf(k, sources.starts[j]));
    }
    for (let at = 0; at < sources.counts[k]; at++) addRow(sources.integers[sources.starts[k] + at], k);
    for (let at = 0; at < sources.counts[k]; at++) placeByDegree(sources.integers[sources.starts[k] + at]);
    for (let at = 0; at < rows.counts[k]; at++) placeByDegree(rows.integers[rows.starts[k] + at]);
  }
  return { order, pivots, sums, rows, factors };
}

/** How many multiplications it takes to eliminate one state first, the least and the mean; and how many lead to each. */
function fillOf({ size, weights: { starts, columns } }: MMatrix) {
  const leading = new Int32Array(size);
  for (const column of columns) leading[column]++;
  let least = Number.MAX_SAFE_INTEGER;
  let sum = 0;
  for (let i = 0; i < size; i++) {
    const own = leading[i] * (starts[i + 1] - starts[i]);
    if (own > 0) least = Math.min(least, own); // pins are linked to nothing
    sum += own;
  }
  return { least: sum === 0 ? 0 : least, mean: sum / size, leading };
}

/**
 * How many multiplications are still to come, when a state takes `own` with `left` states left. If that grows as it did
 * since the start, as a power of how few are left, r are left when they are all linked, own · (left/r)ᵖ = r²; and those
 * take r³/3.
 */
function workAhead(own: number, left: number, ownAtFirst: number, size: number): number {
  const linked = (own * left) / 3;
  if (own <= ownAtFirst || left === size) return linked;
  const power = Math.log(own / ownAtFirst) / Math.log(size / left);
  const full = Math.exp((Math.log(own) + power * Math.log(left)) / (power + 2));
  return Math.max(linked, full ** 3 / 3);
}

/** The rows as lists, and for each state those that lead to it. */
function linksOf({ size, factor, weights: { starts, columns, entries } }: MMatrix, leading: Int32Array) {
  const bounds = new Int32Array(size + 1);
  for (let i = 0; i < size; i++) bounds[i + 1] = bounds[i] + leading[i];
  const origins = new Int32Array(columns.length);
  const filled = bounds.slice(0, -1);
  for (let i = 0; i < size; i++) {
    for (let at = starts[i]; at < starts[i + 1]; at++) origins[filled[columns[at]]++] = i;
  }
  return {
    rows: growingLists({
      starts,
      integers: columns.slice(),
      numbers: entries.map((entry) => factor * entry),
    }),
    sources: growingLists({ starts: bounds, integers: origins }),
  };
}
