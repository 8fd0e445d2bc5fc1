import {
  binaryOperations,
  createExpression,
  type DType,
  type Expression,
  is,
  type Operation,
  type Operations,
  unaryOperations,
} from "../../graph/expression.ts";
import { type Shape, sameShape, sizeOf } from "../../graph/shape.ts";
import { reachable } from "../../graph/traverse.ts";

/**
 * Writes expressions anew so that they take fewer instructions for the same values (up to rounding, and up to overflow and
 * underflow on the way, since factors are multiplied in another order): what is written twice exists once, scalars are
 * computed as scalars however they were stretched, factors are gathered, and sums of sums are one. It comes after
 * differentiation, so nothing that a gradient is taken of gets lost.
 *
 * @returns the node that stands for each node reachable from the roots
 */
export function simplify(roots: readonly Expression[]): Map<Expression, Expression> {
  const write = writer();
  const replacements = new Map<Expression, Expression>();
  for (const node of reachable(roots)) {
    const isLeaf = node.operation === "input" || node.operation === "variable";
    const inputs = node.inputs.map((input) => replacements.get(input)!);
    replacements.set(node, isLeaf ? node : write(node, inputs));
  }
  return replacements;
}

/** Operations on each element by itself, whatever the shape. */
const elementwise = new Set<Operation>([...unaryOperations, ...binaryOperations, "select"]);

/** What IEEE arithmetic gives on constants too; as float32 it is rounded once. */
const arithmetic: { readonly [Op in Operation]?: (a: number, b: number) => number } = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  negate: (a) => -a,
};

/** A function that writes a node on other inputs. */
function writer(): (node: Expression, inputs: readonly Expression[]) => Expression {
  const known = new Map<string, Expression>();

  /** The one node of this description. */
  const unique = <Op extends Operation>(
    operation: Op,
    inputs: readonly Expression[],
    shape: Shape,
    attributes: Operations[Op],
    dtype: DType = "float",
  ): Expression => {
    const ids = inputs.map(({ id }) => id);
    if (operation === "add" || operation === "multiply") ids.sort((a, b) => a - b);
    const key = `${operation} ${dtype} ${shape} ${ids} ${describe(attributes)}`;
    let node = known.get(key);
    if (node === undefined) {
      node = createExpression<Operation, DType>(operation, inputs, shape, dtype, attributes);
      known.set(key, node);
    }
    return node;
  };

  const scalar = (value: number, shape: Shape = []) => unique("constant", [], shape, { values: [value] });

  const reshaped = (x: Expression, shape: Shape): Expression => {
    const source = is(x, "reshape") || is(x, "stopGradient") ? x.inputs[0] : x;
    if (sameShape(source.shape, shape)) return source;
    const value = constantOf(source);
    return value === undefined ? unique("reshape", [source], shape, {}, source.dtype) : scalar(value, shape);
  };

  const stretched = (x: Expression, shape: Shape): Expression =>
    sizeOf(shape) === 1 ? reshaped(x, shape) : unique("broadcast", [x], shape, {}, x.dtype);

  /** The scalar that every element is equal to by construction. */
  const scalarOf = (x: Expression): Expression | undefined => {
    let source = x;
    while (is(source, "broadcast") || is(source, "reshape")) source = source.inputs[0];
    return sizeOf(source.shape) === 1 ? reshaped(source, []) : undefined;
  };

  const each = (operation: Operation, inputs: readonly Expression[], shape: Shape): Expression => {
    const operands = inputs.map((input) => scalarOf(input) ?? input);
    const tensor = operands.find((operand) => operand.shape.length > 0);
    if (tensor === undefined) return stretched(onScalars(operation, operands), shape);
    const alone = operands.every((operand) => operand === tensor || operand.shape.length === 0);
    if (!alone) return combined(operation, operands, shape);
    if (sizeOf(tensor.shape) !== sizeOf(shape)) return unique<Operation>(operation, inputs, shape, {});
    // One tensor and scalars: its shape does not matter, so reshapes wait until afterwards.
    const source = is(tensor, "reshape") ? tensor.inputs[0] : tensor;
    const onSource = operands.map((operand) => (operand === tensor ? source : operand));
    return reshaped(combined(operation, onSource, source.shape), shape);
  };

  const onScalars = (operation: Operation, operands: readonly Expression[]): Expression => {
    const values = operands.map(constantOf);
    const fold = arithmetic[operation];
    return fold && values.every((value) => value !== undefined)
      ? scalar(fold(values[0]!, values[1]!))
      : combined(operation, operands, []);
  };

  /** One element-wise operation, factors and signs gathered. */
  const combined = (operation: Operation, operands: readonly Expression[], shape: Shape): Expression => {
    const [a, b] = operands as [Expression, Expression];
    switch (operation) {
      case "negate":
        return times(a, -1, shape);
      case "multiply": {
        for (const [x, y] of [
          [a, b],
          [b, a],
        ] as const) {
          const factor = constantOf(y);
          if (factor !== undefined) return times(x, factor, shape);
          const parts = splitSafely(y);
          if (parts) return times(each("multiply", [x, parts.rest], shape), parts.factor, shape);
        }
        return unique(operation, operands, shape, {});
      }
      case "divide": {
        const divisor = constantOf(b);
        if (divisor !== undefined && isNormal(1 / divisor)) return times(a, 1 / divisor, shape);
        const parts = splitSafely(a);
        return parts
          ? times(each("divide", [parts.rest, b], shape), parts.factor, shape)
          : unique(operation, operands, shape, {});
      }
      case "add":
        if (is(b, "negate")) return each("subtract", [a, b.inputs[0]], shape);
        if (is(a, "negate")) return each("subtract", [b, a.inputs[0]], shape);
        return unique(operation, operands, shape, {});
      case "subtract":
        return is(b, "negate")
          ? each("add", [a, b.inputs[0]], shape)
          : unique(operation, operands, shape, {});
      default:
        return unique<Operation>(operation, operands, shape, {});
    }
  };

  /** A product with a constant, or a negation, behind a reshape or not, as that constant and the rest. */
  const split = (x: Expression): { rest: Expression; factor: number } | undefined => {
    const source = is(x, "reshape") ? x.inputs[0] : x;
    const factor = is(source, "negate")
      ? -1
      : is(source, "multiply")
        ? constantOf(source.inputs[1]!)
        : undefined;
    return factor === undefined ? undefined : { rest: reshaped(source.inputs[0]!, x.shape), factor };
  };

  /** The same for a factor that may come last: a very small one may be what keeps the others from overflow, or a large one from 0. */
  const splitSafely = (x: Expression) => {
    const parts = split(x);
    return parts && isModest(parts.factor) ? parts : undefined;
  };

  /** x · factor, where x may be a product with a constant itself. */
  const times = (x: Expression, factor: number, shape: Shape): Expression => {
    const parts = split(x);
    if (parts && isNormal(parts.factor * factor)) return times(parts.rest, parts.factor * factor, shape);
    if (factor === 1) return x;
    if (factor === -1) return unique("negate", [x], shape, {});
    return unique("multiply", [x, scalar(factor)], shape, {});
  };

  const sum = (x: Expression, axes: readonly number[], shape: Shape): Expression => {
    const same = scalarOf(x);
    if (same) return each("multiply", [same, scalar(sizeOf(x.shape) / sizeOf(shape))], shape);
    const parts = splitSafely(x);
    if (parts) return each("multiply", [sum(parts.rest, axes, shape), scalar(parts.factor)], shape);
    if (sizeOf(shape) === 1 && (is(x, "reshape") || is(x, "sum"))) {
      const inner = x.inputs[0];
      const all = inner.shape.map((_, axis) => axis);
      return reshaped(
        sum(
          inner,
          all,
          inner.shape.map(() => 1),
        ),
        shape,
      );
    }
    return unique("sum", [x], shape, { axes });
  };

  return (node, inputs) => {
    if (elementwise.has(node.operation)) return each(node.operation, inputs, node.shape);
    if (is(node, "sum")) return sum(inputs[0], node.attributes.axes, node.shape);
    if (is(node, "reshape") || is(node, "stopGradient")) return reshaped(inputs[0], node.shape);
    return unique<Operation>(node.operation, inputs, node.shape, node.attributes, node.dtype);
  };
}

/** The value of a constant of one element. */
function constantOf(node: Expression): number | undefined {
  return is(node, "constant") && sizeOf(node.shape) === 1 ? node.attributes.values[0] : undefined;
}

/** Whether a factor changes little of what can be said as float32. */
function isModest(factor: number): boolean {
  return Math.abs(factor) >= 2 ** -32 && Math.abs(factor) <= 2 ** 32;
}

/** Whether a factor has its full precision as float32. */
function isNormal(factor: number): boolean {
  return Math.abs(factor) > 2 ** -126 && Math.abs(factor) < 2 ** 128;
}

function describe(attributes: Operations[Operation]): string {
  // Text that tells −0 from 0: they are equal, but their reciprocals are not.
  if ("values" in attributes) {
    return Array.from(attributes.values, (value) => (Object.is(value, -0) ? "-0" : value)).join(",");
  }
  return JSON.stringify(attributes);
}
