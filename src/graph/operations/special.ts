import { createExpression, type FloatExpression, type SpecialFunction } from "../expression.ts";
import { broadcastShapes } from "../shape.ts";
import { add, divide, log, log1p, multiply, negate, subtract } from "./elementwise.ts";
import { broadcastTo } from "./layout.ts";
import { checkType, type Operand, toExpression } from "./leaves.ts";

function special(name: SpecialFunction, operand: Operand, order = 0): FloatExpression {
  const x = toExpression(operand);
  checkType(name, x, "float");
  if (!Number.isInteger(order) || order < 0) {
    throw new RangeError(`${name}: order is ${order}; it must be a whole number, 0 or above`);
  }
  return createExpression("special", [x], x.shape, "float", { name, order });
}

/** log Γ(x) for x > 0. This and the other special functions run on the reference backend. */
export const logGamma = (x: Operand): FloatExpression => special("logGamma", x);

/** ψ(x), the derivative of log Γ, for x > 0. */
export const digamma = (x: Operand): FloatExpression => special("polygamma", x);

/** ψ′(x), for x > 0. */
export const trigamma = (x: Operand): FloatExpression => special("polygamma", x, 1);

/** The derivative of ψ of the given order, for x > 0. */
export const polygamma = (x: Operand, order: number): FloatExpression => special("polygamma", x, order);

/**
 * The error of Stirling's formula: log Γ(x + 1) − (x + ½) log x + x − ½ log 2π, for x > 0, or the derivative of the given
 * order. Densities written with it keep their digits where log Γ is large and cancels.
 */
export const stirlingError = (x: Operand, order = 0): FloatExpression => special("stirlingError", x, order);

/** 2/√π ∫₀ˣ exp(−t²) dt. */
export const erf = (x: Operand): FloatExpression => special("erf", x);

/** 1 − erf x, accurate in the right tail. */
export const erfc = (x: Operand): FloatExpression => special("erfc", x);

/** log Φ(x), the logarithm of the standard normal distribution function, accurate in both tails. */
export const logNormalCdf = (x: Operand): FloatExpression => special("logNormalCdf", x);

/** φ(x) / Φ(x), the derivative of log Φ. */
export const inverseMillsRatio = (x: Operand): FloatExpression => special("inverseMillsRatio", x);

/** log(e⁻ˣ I₀(x)) with the modified Bessel function I₀, for x ≥ 0. */
export const logScaledBesselI0 = (x: Operand): FloatExpression => special("logScaledBesselI0", x);

/** 1 − I₁(x) / I₀(x), for x ≥ 0. */
export const besselRatioComplement = (x: Operand): FloatExpression => special("besselRatioComplement", x);

/** x log(x / m) − x + m for x ≥ 0 and m > 0: 0 at x = m, and accurate around it. */
export function deviance(left: Operand, right: Operand): FloatExpression {
  const [x, m] = [toExpression(left), toExpression(right)];
  checkType("deviance", x, "float");
  checkType("deviance", m, "float");
  return createExpression("deviance", [x, m], broadcastShapes("deviance", x.shape, m.shape), "float", {});
}

/**
 * The derivative of the logarithm of a draw from the Gamma density of a shape (and rate 1) with respect to the shape, at a
 * fixed quantile. It has no gradient itself.
 */
export function logGammaSlope(left: Operand, right: Operand): FloatExpression {
  const [logDraw, shape] = [toExpression(left), toExpression(right)];
  checkType("logGammaSlope", logDraw, "float");
  checkType("logGammaSlope", shape, "float");
  const common = broadcastShapes("logGammaSlope", logDraw.shape, shape.shape);
  return createExpression("logGammaSlope", [logDraw, shape], common, "float", {});
}

/** log B(a, b) = log Γ(a) + log Γ(b) − log Γ(a + b), accurate where these are large and cancel. */
export function logBeta(left: Operand, right: Operand): FloatExpression {
  const [x, y] = [toExpression(left), toExpression(right)];
  const shape = broadcastShapes("logBeta", x.shape, y.shape);
  const [a, b] = [broadcastTo(x, shape), broadcastTo(y, shape)];
  const total = add(a, b);
  const errors = subtract(add(stirlingError(a), stirlingError(b)), stirlingError(total));
  const powers = add(multiply(a, log1p(divide(b, a))), multiply(b, log1p(divide(a, b))));
  const roots = multiply(subtract(add(log(2 * Math.PI), log(total)), add(log(a), log(b))), 0.5);
  return add(add(errors, negate(powers)), roots);
}
