import { checkShape, type Shape } from "./shape.ts";
import type { Window } from "./window.ts";

/** `float` is float32 on the compiled backends and float64 on the reference; `int` is int32 on all. */
export type DType = "float" | "int";

export const unaryOperations = [
  "negate",
  "exp",
  "log",
  "expm1",
  "log1p",
  "sqrt",
  "square",
  "reciprocal",
  "abs",
  "sign",
  "floor",
  "tanh",
  "sigmoid",
  "softplus",
  "relu",
  "sin",
  "cos",
] as const;
export type UnaryOperation = (typeof unaryOperations)[number];

export const binaryOperations = [
  "add",
  "subtract",
  "multiply",
  "divide",
  "minimum",
  "maximum",
  "power",
  "less",
  "lessEqual",
  "equal",
] as const;
export type BinaryOperation = (typeof binaryOperations)[number];

/** Activations whose derivative needs only their output; these derivatives are operations of their own. */
export type ActivationGradient = "tanhGradient" | "sigmoidGradient" | "reluGradient";

/** Functions of one argument that src/math has and most hardware has not. */
export type SpecialFunction =
  | "logGamma"
  | "polygamma"
  | "stirlingError"
  | "erf"
  | "erfc"
  | "logNormalCdf"
  | "inverseMillsRatio"
  | "logScaledBesselI0"
  | "besselRatioComplement";

type None = Record<never, never>;

/** Every operation with the attributes that it carries besides its inputs. */
export type Operations = Record<UnaryOperation | BinaryOperation | ActivationGradient, None> & {
  /** Values that the caller writes before a run. */
  input: None;
  /** Values that live from run to run, and that updates change. */
  variable: { readonly name: string; readonly initial: ArrayLike<number> };
  constant: { readonly values: ArrayLike<number> };
  toFloat: None;
  toInt: None;
  stopGradient: None;
  select: None;
  /** `order` is that of a derivative, where the function has them as functions of its own. */
  special: { readonly name: SpecialFunction; readonly order: number };
  deviance: None;
  logGammaSlope: None;
  matmul: { readonly transposeA: boolean; readonly transposeB: boolean };
  /** A 3×3 convolution with stride 1 and zeros around, or its transpose: a node of its own, computed by Winograd. */
  convolution3x3: { readonly transposed: boolean };
  convolution3x3WeightGradient: None;
  patches: Window;
  foldPatches: Window;
  sum: { readonly axes: readonly number[] };
  max: { readonly axes: readonly number[] };
  broadcast: None;
  reshape: None;
  transpose: { readonly permutation: readonly number[] };
  slice: { readonly axis: number; readonly start: number };
  pad: { readonly axis: number; readonly before: number };
  concatenate: { readonly axis: number };
  gatherRows: None;
  scatterAddRows: None;
  pick: None;
  unpick: None;
  oneHot: None;
  logSoftmax: None;
  softmax: None;
  logSumExp: None;
  cumulativeSum: { readonly reverse: boolean };
  argMax: None;
};
export type Operation = keyof Operations;

/**
 * A node of the graph: an operation on other nodes, with its static shape. Immutable; `id` grows in the order of
 * creation, so that ascending ids are a topological order.
 */
export type Expression<Op extends Operation = Operation, Type extends DType = DType> = {
  [K in Op]: {
    readonly id: number;
    readonly operation: K;
    readonly inputs: readonly Expression[];
    readonly attributes: Operations[K];
    readonly shape: Shape;
    readonly dtype: Type;
  };
}[Op];

export type FloatExpression = Expression<Operation, "float">;
export type IntExpression = Expression<Operation, "int">;

/** Values that a caller writes before each run. */
export type Input<Type extends DType = DType> = Expression<"input", Type>;
/** Values that live from run to run: parameters, and the state of optimizers. */
export type Variable = Expression<"variable", "float">;

let created = 0;

/**
 * Makes a node. The constructors of `operations/` check that types and the shapes of inputs fit before they come here.
 *
 * @throws RangeError when there is no tensor of this shape
 */
export function createExpression<Op extends Operation, Type extends DType>(
  operation: Op,
  inputs: readonly Expression[],
  shape: Shape,
  dtype: Type,
  attributes: Operations[Op],
): Expression<Op, Type> {
  checkShape(operation, shape);
  // The shape may be a list of the caller's, which may change.
  return Object.freeze({
    id: created++,
    operation,
    inputs,
    attributes,
    shape: [...shape],
    dtype,
  }) as Expression<Op, Type>;
}

/** Whether a node is of one operation; narrows its attributes. */
export function is<Op extends Operation>(
  node: Expression,
  operation: Op,
): node is Extract<Expression, { readonly operation: Op }> {
  return node.operation === operation;
}
