import { knownOptions } from "../text/known-options.ts";
import { requireInteger } from "../text/require-number.ts";
import { requireInFloat32 } from "./check-numbers.ts";

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
 * @throws RangeError when b or a product is not finite, when Σ b² is beyond float64, and when A is clearly not positive
 *   semidefinite
 */
export function conjugateGradient(
  multiply: (v: Float64Array, product: Float64Array) => void,
  b: Float64Array,
  options: ConjugateGradientOptions,
): Float64Array {
  const { iterations, accuracy = 1e-14 } = knownOptions("conjugateGradient", options, [
    "iterations",
    "accuracy",
  ]);
  requireInteger("conjugateGradient: iterations", iterations, 1);
  requireInFloat32("conjugateGradient: accuracy", accuracy, 0, 1);
  const x = new Float64Array(b.length);
  const residual = b.slice();
  const direction = b.slice();
  const product = new Float64Array(b.length);
  let squares = dot(residual, residual);
  if (!(squares < Infinity) || (squares < leastSquares && b.some((value) => value !== 0))) {
    throw new RangeError(
      `conjugateGradient: the sum of the squares of b is ${squares}; it must be finite, and from ${leastSquares} on unless b is 0. ` +
        "Look for what is not finite in b, or scale b, which scales x alike",
    );
  }
  const enough = accuracy * accuracy * squares;
  let largest = 0;
  for (let iteration = 0; iteration < iterations && squares > enough; iteration++) {
    multiply(direction, product);
    const curvature = dot(direction, product);
    const extent = curvature / dot(direction, direction);
    largest = Math.max(largest, extent);
    // Rounding may make a little less than 0 of what is 0.
    if (!(extent < Infinity) || extent < -Math.sqrt(accuracy) * largest) {
      throw new RangeError(
        `conjugateGradient: in iteration ${iteration + 1}, vᵀ A v / vᵀ v is ${extent}; it must be finite, and not below 0. Look for ` +
          "what is not finite in the products, or add a damping to the diagonal of A",
      );
    }
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

/** Below it, squares have too few digits. */
const leastSquares = 1e-280;

/** Σ a_i b_i, in order. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
