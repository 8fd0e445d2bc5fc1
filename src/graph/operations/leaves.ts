import {
  createExpression,
  type DType,
  type Expression,
  type FloatExpression,
  type Input,
  is,
  type Operation,
  type Variable,
} from "../expression.ts";
import { checkShape, formatShape, type Shape, sizeOf } from "../shape.ts";

/** A place for numbers that the caller writes before each run. */
export function input(shape: Shape): Input<"float"> {
  checkShape("input", shape);
  return createExpression("input", [], shape, "float", {});
}

/** A place for integers (actions, indices) that the caller writes before each run. */
export function inputIndices(shape: Shape): Input<"int"> {
  checkShape("inputIndices", shape);
  return createExpression("input", [], shape, "int", {});
}

/**
 * Numbers that are kept from run to run and that updates change: parameters, optimizer state.
 * `name` is what errors and saved files call it.
 */
export function variable(name: string, shape: Shape, initial: ArrayLike<number>): Variable {
  const values = checkedCopy(`variable "${name}"`, shape, initial);
  return createExpression("variable", [], shape, "float", { name, initial: values });
}

/** The values of a tensor, which stay as they are whatever the caller does with its array. */
function checkedCopy(owner: string, shape: Shape, values: ArrayLike<number>): ArrayLike<number> {
  checkShape(owner, shape);
  if (values.length !== sizeOf(shape)) {
    throw new RangeError(
      `${owner}: ${values.length} values given; shape ${formatShape(shape)} needs ${sizeOf(shape)}`,
    );
  }
  // Not by a method of its own: the slices of a Buffer of Node's are no copies.
  return ArrayBuffer.isView(values) ? Float64Array.prototype.slice.call(values) : Array.from(values);
}

/** Fixed numbers: a scalar, or row-major values with their shape. */
export function constant(value: number): Expression<"constant", "float">;
export function constant(values: ArrayLike<number>, shape: Shape): Expression<"constant", "float">;
export function constant(
  values: number | ArrayLike<number>,
  shape: Shape = [],
): Expression<"constant", "float"> {
  const list = typeof values === "number" ? [values] : values;
  return createExpression("constant", [], shape, "float", { values: checkedCopy("constant", shape, list) });
}

/** What operations accept: an expression, or a number that stands for a scalar constant. */
export type Operand = Expression | number;

export function toExpression(operand: FloatExpression | number): FloatExpression;
export function toExpression(operand: Operand): Expression;
export function toExpression(operand: Operand): Expression {
  if (typeof operand === "number") return constant(operand);
  requireExpression("an operation", operand);
  return operand;
}

/** @throws TypeError for what is no expression, such as the undefined that a function without a return gives */
function requireExpression(owner: string, value: unknown): void {
  if (typeof value === "object" && value !== null && "operation" in value) return;
  const found = value === null ? "null" : typeof value;
  throw new TypeError(`${owner}: an operand is ${found}; it must be an expression`);
}

/** The value of a scalar constant; undefined for everything else. */
export function scalarValue(node: Expression): number | undefined {
  return is(node, "constant") && node.shape.length === 0 ? node.attributes.values[0] : undefined;
}

/** Throws unless the node holds floats (or ints, where those are wanted). */
export function checkType<Type extends DType>(
  owner: string,
  node: Expression,
  dtype: Type,
): asserts node is Expression<Operation, Type> {
  requireExpression(owner, node);
  if (node.dtype !== dtype) {
    const advice = dtype === "float" ? "convert it with toFloat" : "convert it with toInt";
    throw new TypeError(`${owner}: a ${node.dtype} tensor was given where ${dtype} is needed; ${advice}`);
  }
}

/** Throws unless the node holds floats along an axis. */
export function checkLastAxis(owner: string, x: Expression): asserts x is FloatExpression {
  checkType(owner, x, "float");
  if (x.shape.length === 0) throw new RangeError(`${owner}: a scalar was given; it needs at least one axis`);
}
