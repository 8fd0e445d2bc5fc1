import { addProduct, addTo, type ExtendedVector, extended } from "./extended-vector.ts";
import type { MMatrix } from "./m-matrix.ts";

/** How far a vector is from solving a system. */
export interface Residual {
  /** b − A x: [size]. */
  readonly values: Float64Array;
  /** Σ of the absolute values of what each of them is the sum of: [size]. */
  readonly sizes: Float64Array;
  /** The largest |value| beside its size: the relative change of A and b that would make x the solution. */
  readonly relative: number;
}

/**
 * b − A x, from the differences x_j − x_i, which are exact to rounding where the elements of x are not.
 *
 * @param precise sums up in extended precision, at ten times the cost
 */
export function residualOf(
  matrix: MMatrix,
  x: ExtendedVector,
  b: ExtendedVector,
  precise: boolean,
): Residual {
  const values = new Float64Array(matrix.size);
  const sizes = new Float64Array(matrix.size);
  (precise ? subtractPrecisely : subtract)(matrix, x, b, values, sizes);
  let relative = 0;
  for (let i = 0; i < values.length; i++) {
    if (values[i] !== 0) relative = Math.max(relative, Math.abs(values[i]) / sizes[i]);
  }
  return { values, sizes, relative };
}

function subtract(
  { size, factor, weights: { starts, columns, entries }, sums }: MMatrix,
  { high, low }: ExtendedVector,
  b: ExtendedVector,
  values: Float64Array,
  sizes: Float64Array,
): void {
  for (let i = 0; i < size; i++) {
    const ownHigh = high[i];
    const ownLow = low[i];
    const leaving = sums.high[i] * ownHigh;
    let sum = 0;
    let total = 0;
    for (let at = starts[i]; at < starts[i + 1]; at++) {
      const j = columns[at];
      const flow = entries[at] * (high[j] - ownHigh + (low[j] - ownLow));
      sum += flow;
      total += Math.abs(flow);
    }
    values[i] = b.high[i] - leaving + factor * sum + (b.low[i] - sums.high[i] * ownLow);
    sizes[i] = Math.abs(b.high[i]) + Math.abs(leaving) + factor * total;
  }
}

function subtractPrecisely(
  { size, factor, weights: { starts, columns, entries }, sums }: MMatrix,
  { high, low }: ExtendedVector,
  b: ExtendedVector,
  values: Float64Array,
  sizes: Float64Array,
): void {
  const rest = extended(new Float64Array(1));
  const flows = extended(new Float64Array(1));
  const change = extended(new Float64Array(1));
  for (let i = 0; i < size; i++) {
    flows.high[0] = flows.low[0] = 0;
    let total = 0;
    for (let at = starts[i]; at < starts[i + 1]; at++) {
      const j = columns[at];
      change.high[0] = high[j];
      change.low[0] = low[j];
      addTo(change, 0, -high[i], -low[i]);
      addProduct(flows, 0, entries[at], change.high[0], change.low[0]);
      total += Math.abs(entries[at] * change.high[0]);
    }
    rest.high[0] = b.high[i];
    rest.low[0] = b.low[i];
    addProduct(rest, 0, -sums.high[i], high[i], low[i]);
    addProduct(rest, 0, -sums.low[i], high[i], 0);
    addProduct(rest, 0, factor, flows.high[0], flows.low[0]);
    values[i] = rest.high[0];
    sizes[i] = Math.abs(b.high[i]) + Math.abs(sums.high[i] * high[i]) + factor * total;
  }
}

/** How precise a precise residual is, relative to its size. */
export const precisionOfResidual = 2 ** -94;

/**
 * c − Aᵀ y, rounded: [size].
 *
 * @param precise sums up in extended precision
 */
export function transposedResidual(
  matrix: MMatrix,
  y: ExtendedVector,
  c: Float64Array,
  precise: boolean,
): Float64Array {
  const { size, factor, sums } = matrix;
  const flows = extended(new Float64Array(size)); // what comes in, less what leaves for other states
  (precise ? addFlowsPrecisely : addFlows)(matrix, y, flows);
  const rest = extended(c.slice());
  for (let i = 0; i < size; i++) {
    addProduct(rest, i, factor, flows.high[i], flows.low[i]);
    addProduct(rest, i, -sums.high[i], y.high[i], y.low[i]);
    addProduct(rest, i, -sums.low[i], y.high[i], 0);
  }
  return rest.high;
}

function addFlows(
  { size, weights: { starts, columns, entries } }: MMatrix,
  y: ExtendedVector,
  { high }: ExtendedVector,
): void {
  for (let i = 0; i < size; i++) {
    const value = y.high[i];
    let sum = 0;
    for (let at = starts[i]; at < starts[i + 1]; at++) {
      const flow = entries[at] * value;
      high[columns[at]] += flow;
      sum += flow;
    }
    high[i] -= sum;
  }
}

function addFlowsPrecisely(
  { size, weights: { starts, columns, entries } }: MMatrix,
  y: ExtendedVector,
  flows: ExtendedVector,
): void {
  const flow = extended(new Float64Array(1));
  for (let i = 0; i < size; i++) {
    for (let at = starts[i]; at < starts[i + 1]; at++) {
      flow.high[0] = flow.low[0] = 0;
      addProduct(flow, 0, entries[at], y.high[i], y.low[i]);
      addTo(flows, columns[at], flow.high[0], flow.low[0]);
      addTo(flows, i, -flow.high[0], -flow.low[0]);
    }
  }
}
