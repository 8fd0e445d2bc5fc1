import { knownOptions } from "../../text/known-options.ts";
import {
  createExpression,
  type Expression,
  type FloatExpression,
  type IntExpression,
} from "../expression.ts";
import { checkLastAxis } from "./leaves.ts";

/** log softmax(x) along the last axis, stable for large entries; −∞ marks what is impossible. */
export function logSoftmax(x: Expression): FloatExpression {
  checkLastAxis("logSoftmax", x);
  return createExpression("logSoftmax", [x], x.shape, "float", {});
}

/** softmax(x) along the last axis. */
export function softmax(x: Expression): FloatExpression {
  checkLastAxis("softmax", x);
  return createExpression("softmax", [x], x.shape, "float", {});
}

/**
 * log Σ exp(x) along the last axis, which goes: −∞ where all entries are −∞, and ∞ where one is ∞. Its gradient, softmax(x),
 * is not a number there.
 */
export function logSumExp(x: Expression): FloatExpression {
  checkLastAxis("logSumExp", x);
  return createExpression("logSumExp", [x], x.shape.slice(0, -1), "float", {});
}

/** Running sums along the last axis, from its start or (reverse) from its end. */
export function cumulativeSum(x: Expression, options: { readonly reverse?: boolean } = {}): FloatExpression {
  const { reverse = false } = knownOptions("cumulativeSum", options, ["reverse"]);
  checkLastAxis("cumulativeSum", x);
  return createExpression("cumulativeSum", [x], x.shape, "float", { reverse });
}

/** Index of the first largest entry along the last axis, which goes. Has no gradient. */
export function argMax(x: Expression): IntExpression {
  checkLastAxis("argMax", x);
  return createExpression("argMax", [x], x.shape.slice(0, -1), "int", {});
}
