import {
  type ActivationGradient,
  type BinaryOperation,
  createExpression,
  type DType,
  type Expression,
  type FloatExpression,
  type IntExpression,
  is,
  type Operation,
  type UnaryOperation,
} from "../expression.ts";
import { broadcastShapes, requireShape, sameShape } from "../shape.ts";
import { broadcastTo } from "./layout.ts";
import { checkType, constant, type Operand, scalarValue, toExpression } from "./leaves.ts";

function unary(operation: UnaryOperation, operand: Operand): FloatExpression {
  const x = toExpression(operand);
  checkType(operation, x, "float");
  const repeated = repeatedScalar(x);
  if (repeated) return broadcastTo(unary(operation, repeated), x.shape);
  return createExpression(operation, [x], x.shape, "float", {});
}

/** The scalar behind a tensor that only repeats it: work on it is done once, not per element. */
function repeatedScalar(x: Expression): FloatExpression | undefined {
  const source = is(x, "broadcast") ? x.inputs[0] : undefined;
  return source?.shape.length === 0 ? (source as FloatExpression) : undefined;
}

export const exp = (x: Operand): FloatExpression => unary("exp", x);
export const log = (x: Operand): FloatExpression => unary("log", x);
/** eˣ − 1, accurate near 0. */
export const expm1 = (x: Operand): FloatExpression => unary("expm1", x);
/** log(1 + x), accurate near 0. */
export const log1p = (x: Operand): FloatExpression => unary("log1p", x);
export const sqrt = (x: Operand): FloatExpression => unary("sqrt", x);
export const square = (x: Operand): FloatExpression => unary("square", x);
export const reciprocal = (x: Operand): FloatExpression => unary("reciprocal", x);
export const abs = (x: Operand): FloatExpression => unary("abs", x);
/** −1, 0 or 1. */
export const sign = (x: Operand): FloatExpression => unary("sign", x);
export const floor = (x: Operand): FloatExpression => unary("floor", x);
export const tanh = (x: Operand): FloatExpression => unary("tanh", x);
/** 1 / (1 + e⁻ˣ). */
export const sigmoid = (x: Operand): FloatExpression => unary("sigmoid", x);
/** log(1 + eˣ), without overflow. */
export const softplus = (x: Operand): FloatExpression => unary("softplus", x);
/** max(x, 0). */
export const relu = (x: Operand): FloatExpression => unary("relu", x);
export const sin = (x: Operand): FloatExpression => unary("sin", x);
export const cos = (x: Operand): FloatExpression => unary("cos", x);

export function negate(operand: Operand): FloatExpression {
  const x = toExpression(operand);
  if (is(x, "negate")) return x.inputs[0] as FloatExpression;
  const repeated = repeatedScalar(x);
  if (repeated) return broadcastTo(negate(repeated), x.shape);
  const value = scalarValue(x);
  return value === undefined ? unary("negate", x) : constant(-value);
}

const scalarArithmetic: Partial<Record<BinaryOperation, (x: number, y: number) => number>> = {
  add: (x, y) => x + y,
  subtract: (x, y) => x - y,
  multiply: (x, y) => x * y,
  divide: (x, y) => x / y,
  minimum: Math.min,
  maximum: Math.max,
};

function binary(operation: BinaryOperation, left: Operand, right: Operand): FloatExpression {
  const given = [toExpression(left), toExpression(right)] as const;
  for (const operand of given) checkType(operation, operand, "float");
  let [x, y] = given as readonly [FloatExpression, FloatExpression];
  const shape = broadcastShapes(operation, x.shape, y.shape);
  // The operation stretches its operands itself, so a stretched copy need not exist.
  if (is(x, "broadcast") && sameShape(y.shape, shape)) x = x.inputs[0] as FloatExpression;
  if (is(y, "broadcast") && sameShape(x.shape, shape)) y = y.inputs[0] as FloatExpression;
  const repeatedX = repeatedScalar(x);
  const repeatedY = repeatedScalar(y);
  if (repeatedX && y.shape.length === 0) return broadcastTo(binary(operation, repeatedX, y), shape);
  if (repeatedY && x.shape.length === 0) return broadcastTo(binary(operation, x, repeatedY), shape);

  const a = scalarValue(x);
  const b = scalarValue(y);
  const fold = scalarArithmetic[operation];
  if (a !== undefined && b !== undefined && fold) return constant(fold(a, b));
  if (operation === "multiply" || operation === "divide") {
    if (b === 1) return x;
    if (operation === "multiply" && a === 1) return y;
  }
  if ((operation === "add" || operation === "subtract") && b === 0) return x;
  if (operation === "add" && a === 0) return y;
  return createExpression(operation, [x, y], shape, "float", {});
}

export const add = (x: Operand, y: Operand): FloatExpression => binary("add", x, y);
export const subtract = (x: Operand, y: Operand): FloatExpression => binary("subtract", x, y);
export const multiply = (x: Operand, y: Operand): FloatExpression => binary("multiply", x, y);
export const divide = (x: Operand, y: Operand): FloatExpression => binary("divide", x, y);
/** The smaller of the two; where they are equal the gradient goes to the first. */
export const minimum = (x: Operand, y: Operand): FloatExpression => binary("minimum", x, y);
/** The larger of the two; where they are equal the gradient goes to the first. */
export const maximum = (x: Operand, y: Operand): FloatExpression => binary("maximum", x, y);
/** xʸ for x > 0. */
export const power = (x: Operand, y: Operand): FloatExpression => binary("power", x, y);
/** 1 where x < y, else 0. Comparisons have no gradient. */
export const less = (x: Operand, y: Operand): FloatExpression => binary("less", x, y);
/** 1 where x ≤ y, else 0. */
export const lessEqual = (x: Operand, y: Operand): FloatExpression => binary("lessEqual", x, y);
/** 1 where x = y, else 0. */
export const equal = (x: Operand, y: Operand): FloatExpression => binary("equal", x, y);

/** x held between two bounds; the gradient passes inside them. */
export const clamp = (x: Operand, low: Operand, high: Operand): FloatExpression =>
  minimum(maximum(x, low), high);

/** `whenTrue` where the condition is not 0, else `whenFalse`. */
export function select(condition: Operand, whenTrue: Operand, whenFalse: Operand): FloatExpression {
  const operands = [condition, whenTrue, whenFalse].map(toExpression);
  for (const operand of operands) checkType("select", operand, "float");
  const shape = operands.reduce(
    (common, { shape }) => broadcastShapes("select", common, shape),
    [] as readonly number[],
  );
  const stretched = operands.map((operand) => {
    const scalar = operand.shape.length === 0 ? operand : repeatedScalar(operand);
    return scalar ?? broadcastTo(operand, shape);
  });
  return createExpression("select", stretched, shape, "float", {});
}

/** The derivative of an activation from its output: gradient · f′, with f′ written in terms of y = f(x). */
export function activationGradient(
  operation: ActivationGradient,
  gradient: Expression,
  y: Expression,
): FloatExpression {
  requireShape(`${operation}: the gradient`, gradient.shape, y.shape);
  return createExpression(operation, [gradient, y], y.shape, "float", {});
}

/** Integers as floats. */
export function toFloat(x: Expression): FloatExpression {
  return x.dtype === "float"
    ? (x as FloatExpression)
    : createExpression("toFloat", [x], x.shape, "float", {});
}

/** Floats as integers, rounded towards zero; the nearest int32 to what has none, and 0 for NaN. Has no gradient. */
export function toInt(x: Expression): IntExpression {
  return x.dtype === "int" ? (x as IntExpression) : createExpression("toInt", [x], x.shape, "int", {});
}

/** The same values, through which no gradient flows. */
export function stopGradient<Type extends DType>(
  x: Expression<Operation, Type>,
): Expression<Operation, Type> {
  return createExpression("stopGradient", [x], x.shape, x.dtype, {});
}
