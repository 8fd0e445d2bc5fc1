export interface ConjugateGradientOptions {
  /** Iterations at most; as many as there are unknowns solve exactly, but for rounding. */
  readonly iterations: number;
  /**
   * The relative accuracy of the products; default 1e-14. A residual of that share of the right-hand side counts as 0,
   * and a direction in which A is smaller than that share of its largest extent seen as one in which it is singular.
   */
  readonly accuracy?: number;
}

/**
 * Solves A x = b for a symmetric, positive semidefinite A that is known by its products only (Hestenes and Stiefel 1952),
 * beginning at 0. Where A is singular x has no part in its null space, if b has none.
 *
 * @param multiply writes A v
 */
export function conjugateGradient(
  multiply: (v: Float64Array, product: Float64Array) => void,
  b: Float64Array,
  { iterations, accuracy = 1e-14 }: ConjugateGradientOptions,
): Float64Array {
  const x = new Float64Array(b.length);
  const residual = b.slice();
  const direction = b.slice();
  const product = new Float64Array(b.length);
  let squares = dot(residual, residual);
  const enough = accuracy * accuracy * squares;
  let largest = 0;
  for (let iteration = 0; iteration < iterations && squares > enough; iteration++) {
    multiply(direction, product);
    const curvature = dot(direction, product);
    const extent = curvature / dot(direction, direction);
    largest = Math.max(largest, extent);
    // All that is left is in the null space, or is rounding.
    if (!(extent > accuracy * largest)) break;
    const step = squares / curvature;
    for (let i = 0; i < x.length; i++) {
      x[i] += step * direction[i];
      residual[i] -= step * product[i];
    }
    const left = dot(residual, residual);
    const keep = left / squares;
    for (let i = 0; i < x.length; i++) direction[i] = residual[i] + keep * direction[i];
    squares = left;
  }
  return x;
}

/** Σ a_i b_i, in order. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
