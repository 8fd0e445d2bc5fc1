import {
  type Expression,
  type FloatExpression,
  type Operand,
  type Shape,
  toExpression,
} from "../../graph/index.ts";
import { broadcastShapes } from "../../graph/shape.ts";
import { constantValues } from "./constant-values.ts";

/** What a parameter may be. */
interface Requirement {
  readonly allowed: string;
  accepts(value: number): boolean;
}

const requirements = {
  finite: { allowed: "a finite number", accepts: Number.isFinite },
  positive: { allowed: "above 0 and finite", accepts: (value) => value > 0 && value < Infinity },
  nonNegative: { allowed: "0 or above, and finite", accepts: (value) => value >= 0 && value < Infinity },
  nonZero: { allowed: "not 0, and finite", accepts: (value) => value !== 0 && Number.isFinite(value) },
  natural: {
    allowed: "a whole number, 0 or above",
    accepts: (value) => Number.isInteger(value) && value >= 0,
  },
  any: { allowed: "a number", accepts: (value) => !Number.isNaN(value) },
} satisfies Record<string, Requirement>;

/**
 * A parameter as an expression. What is known when the density is made (numbers and constants) is checked; what is not
 * (inputs, variables, outputs of networks) must be kept in range by the caller, or the log-density is NaN.
 *
 * @throws RangeError when a constant is not allowed
 */
export function parameter(
  density: string,
  name: string,
  operand: Operand,
  requirement: keyof typeof requirements,
): FloatExpression {
  const { allowed, accepts } = requirements[requirement] as Requirement;
  const node = toExpression(operand);
  const wrong = constantValues(node)?.find((value) => !accepts(value));
  if (wrong !== undefined) throw new RangeError(`${density}: ${name} is ${wrong}; it must be ${allowed}`);
  if (node.dtype !== "float") {
    throw new TypeError(`${density}: ${name} holds integers; convert it with toFloat`);
  }
  return node as FloatExpression;
}

/**
 * The same for a parameter whose last axis is of one value.
 *
 * @throws RangeError also when it has no axis
 */
export function vectorParameter(
  density: string,
  name: string,
  operand: Operand,
  requirement: keyof typeof requirements,
): FloatExpression {
  const node = parameter(density, name, operand, requirement);
  if (node.shape.length > 0) return node;
  throw new RangeError(
    `${density}: ${name} has shape []; it must have an axis, as constant([0, 1], [2]) has`,
  );
}

/** The shape to which all of these broadcast. */
export function commonShape(owner: string, ...nodes: readonly Expression[]): Shape {
  return nodes.map(({ shape }) => shape).reduce((a, b) => broadcastShapes(owner, a, b));
}
