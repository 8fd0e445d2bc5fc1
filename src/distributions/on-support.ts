import {
  type Expression,
  equal,
  type FloatExpression,
  floor,
  less,
  lessEqual,
  multiply,
  type Operand,
  select,
  toFloat,
} from "../graph/index.ts";

/**
 * A log-density that is −∞ outside its support. The formula sees a value inside in place of one that is not, so that
 * neither it nor its gradient (0 outside) becomes NaN.
 *
 * @param isInside 1 where a value lies in the support
 * @param inside a value that does
 */
export function onSupport(
  values: Expression,
  isInside: (x: FloatExpression) => FloatExpression,
  inside: Operand,
  logProb: (x: FloatExpression) => FloatExpression,
): FloatExpression {
  const x = toFloat(values);
  const condition = isInside(x);
  return select(condition, logProb(select(condition, x, inside)), -Infinity);
}

/** A log-density that is −∞ outside 0 < x < 1. */
export const onUnitInterval = (
  values: Expression,
  logProb: (x: FloatExpression) => FloatExpression,
): FloatExpression => onSupport(values, (x) => multiply(less(0, x), less(x, 1)), 0.5, logProb);

/** A log-density that is −∞ outside x > 0. */
export const onPositive = (
  values: Expression,
  logProb: (x: FloatExpression) => FloatExpression,
): FloatExpression => onSupport(values, (x) => less(0, x), 1, logProb);

/** Whether x is a whole number, 0 or above. */
export function isCount(x: FloatExpression): FloatExpression {
  return multiply(lessEqual(0, x), equal(x, floor(x)));
}
