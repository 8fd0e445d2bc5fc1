import {
  add,
  type Expression,
  type FloatExpression,
  logGammaSlope,
  multiply,
  stopGradient,
  subtract,
} from "../../graph/index.ts";

/**
 * The logarithm of a Gamma draw, as it was drawn, with the gradient that it has with respect to the shape while its place
 * in the distribution stays (Figurnov et al. 2018). The gradient is of first order.
 */
export function implicitLogGamma(logDraw: Expression, shape: FloatExpression): FloatExpression {
  const moved = subtract(shape, stopGradient(shape)); // 0, with the gradient of the shape
  return add(logDraw, multiply(logGammaSlope(logDraw, stopGradient(shape)), moved));
}
