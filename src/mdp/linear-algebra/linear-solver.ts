import type { ExtendedVector } from "./extended-vector.ts";

/** A matrix made ready for systems of equations. Vectors that are given are not changed. */
export interface LinearSolver {
  /** x with A x = b. */
  solve(b: ExtendedVector): ExtendedVector;
  /** y with Aᵀ y = c. */
  solveTransposed(c: Float64Array): Float64Array;
}
