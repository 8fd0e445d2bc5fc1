/** An iteration did not solve its system; there is no solution to be had from it. */
export class ConvergenceError extends Error {
  override readonly name = "ConvergenceError";
}
