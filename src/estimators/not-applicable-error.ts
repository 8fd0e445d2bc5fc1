/** An estimator needs something that the problem does not have: a property of its density, or f as an expression. */
export class NotApplicableError extends RangeError {
  override readonly name = "NotApplicableError";
}
