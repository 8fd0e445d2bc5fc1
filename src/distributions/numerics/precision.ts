import {
  abs,
  add,
  type Expression,
  type FloatExpression,
  less,
  maximum,
  minimum,
  multiply,
  negate,
  type Operand,
  select,
  subtract,
} from "../../graph/index.ts";

// Where a number ends depends on what a backend computes in. A sample that rounding took out of its support, or to an open
// end of it, is moved to the nearest number that lies inside.

/** One number where the backend computes in float64, another where it computes in float32, which rounds 1 − 2⁻⁵³ to 1. */
export function inPrecision(float64: number, float32: number): FloatExpression {
  return select(less(1 - 2 ** -53, 1), float64, float32);
}

/** The largest finite number. */
export const largestNumber = (): FloatExpression => inPrecision(Number.MAX_VALUE, (2 - 2 ** -23) * 2 ** 127);

/** The smallest normal number above 0. */
export const smallestNumber = (): FloatExpression => inPrecision(2 ** -1022, 2 ** -126);

/** x as a finite number: what overflowed becomes the largest one. */
export function finite(x: Expression): FloatExpression {
  const most = largestNumber();
  return minimum(maximum(x, negate(most)), most);
}

/** x ≥ 0 as a finite number above 0. */
export const insidePositive = (x: Expression): FloatExpression =>
  minimum(maximum(x, smallestNumber()), largestNumber());

/** x from [0, 1] as a number between them. */
export const insideUnitInterval = (x: Expression): FloatExpression =>
  minimum(maximum(x, smallestNumber()), inPrecision(1 - 2 ** -53, 1 - 2 ** -24));

/** x from [low, high] as a finite number between the two, which are at least two units in the last place apart. */
export function insideInterval(x: Expression, low: Operand, high: Operand): FloatExpression {
  const step = (end: FloatExpression) =>
    maximum(multiply(abs(end), inPrecision(2 ** -52, 2 ** -23)), smallestNumber());
  const least = low === -Infinity ? negate(largestNumber()) : nextTo(low, step, add);
  const most = high === Infinity ? largestNumber() : nextTo(high, step, subtract);
  return minimum(maximum(x, least), most);
}

function nextTo(
  end: Operand,
  step: (end: FloatExpression) => FloatExpression,
  move: (x: Operand, y: Operand) => FloatExpression,
): FloatExpression {
  const from = finite(typeof end === "number" ? add(end, 0) : end);
  return finite(move(from, step(from)));
}
