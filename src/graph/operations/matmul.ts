import { knownOptions } from "../../text/known-options.ts";
import { createExpression, type Expression, type FloatExpression } from "../expression.ts";
import { formatShape } from "../shape.ts";
import { checkType } from "./leaves.ts";

export interface MatmulOptions {
  /** Use the transpose of the first matrix. */
  readonly transposeA?: boolean;
  /** Use the transpose of the second matrix. */
  readonly transposeB?: boolean;
}

/**
 * The matrix product of [m, k] and [k, n]: [m, n]. Either may be taken transposed, at no cost of a copy. Compiled backends may
 * skip zeros of the first matrix: 0 times what is not finite then counts as 0.
 */
export function matmul(a: Expression, b: Expression, options: MatmulOptions = {}): FloatExpression {
  const { transposeA = false, transposeB = false } = knownOptions("matmul", options, [
    "transposeA",
    "transposeB",
  ]);
  checkType("matmul", a, "float");
  checkType("matmul", b, "float");
  const left = transposeA ? a.shape.toReversed() : a.shape;
  const right = transposeB ? b.shape.toReversed() : b.shape;
  if (left.length !== 2 || right.length !== 2 || left[1] !== right[0]) {
    throw new RangeError(
      `matmul: ${formatShape(a.shape)}${transposeA ? " transposed" : ""} and ` +
        `${formatShape(b.shape)}${transposeB ? " transposed" : ""} do not multiply; ` +
        "both must be matrices, the columns of the first as many as the rows of the second",
    );
  }
  return createExpression("matmul", [a, b], [left[0], right[1]], "float", { transposeA, transposeB });
}
