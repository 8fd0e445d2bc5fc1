/** An estimator asks something that the problem does not have: of its density, or f as an expression. */
export class NotApplicableError extends RangeError {
  override readonly name = "NotApplicableError";
}
