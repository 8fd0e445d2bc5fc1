/** A square system of equations made ready to be solved for any right-hand side. Vectors are not changed. */
export interface LinearSolver {
  /** x with A x = b. */
  solve(b: Float64Array): Float64Array;
  /** x with Aᵀ x = b. */
  solveTransposed(b: Float64Array): Float64Array;
}
