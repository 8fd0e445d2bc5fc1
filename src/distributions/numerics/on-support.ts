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
  subtract,
  sum,
  toFloat,
} from "../../graph/index.ts";

/** −∞ for a value outside the support; NaN for a value or a bound that is NaN. */
export function outside(...numbers: readonly Expression[]): FloatExpression {
  const areKnown = numbers.map((each) => equal(each, each)).reduce(multiply);
  return select(areKnown, -Infinity, Number.NaN);
}

/** The same for values that are vectors along the last axes. */
export function outsideOfEvent(values: Expression, axes: number): FloatExpression {
  if (axes === 0) return outside(values);
  const unknown = sum(subtract(1, equal(values, values)), {
    axis: Array.from({ length: axes }, (_, axis) => -1 - axis),
  });
  return select(unknown, Number.NaN, -Infinity);
}

/**
 * A log-density that is −∞ outside its support. The formula is evaluated at a value inside in place of one that is not, so that
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
  return select(condition, logProb(select(condition, x, inside)), outside(x));
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
  return multiply(multiply(lessEqual(0, x), less(x, Infinity)), equal(x, floor(x)));
}
