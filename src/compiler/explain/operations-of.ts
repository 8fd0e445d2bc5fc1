import { type Expression, is, type Operation } from "../../graph/expression.ts";
import { sizeOf } from "../../graph/shape.ts";
import type { Update } from "../update.ts";

/** Operations that move values and compute none. */
const moves: ReadonlySet<Operation> = new Set<Operation>([
  "input",
  "variable",
  "constant",
  "stopGradient",
  "broadcast",
  "reshape",
  "transpose",
  "slice",
  "pad",
  "concatenate",
  "gatherRows",
  "pick",
  "unpick",
  "oneHot",
  "patches",
  "toFloat",
  "toInt",
]);

/** Floating-point operations per element of the result, where it is not 1. An exponential counts as one. */
const perElement: { readonly [Op in Operation]?: number } = {
  sigmoid: 3,
  softplus: 4,
  tanhGradient: 3,
  sigmoidGradient: 3,
};

/** Operations per element of what is reduced, or turned into a row of the same length. */
const perOperand: { readonly [Op in Operation]?: number } = {
  sum: 1,
  max: 1,
  argMax: 1,
  cumulativeSum: 1,
  scatterAddRows: 1,
  foldPatches: 1,
  softmax: 4,
  logSoftmax: 4,
  logSumExp: 4,
};

/**
 * The floating-point operations of one node: multiplications, additions, comparisons, and calls of functions. Those of a
 * convolution are what its definition takes; its instruction makes do with fewer.
 */
export function operationsOf(node: Expression): number {
  if (is(node, "matmul")) {
    const depth = node.inputs[0].shape[node.attributes.transposeA ? 0 : 1];
    return 2 * sizeOf(node.shape) * depth;
  }
  if (is(node, "convolution3x3")) {
    const [, , channels, filters] = node.inputs[1].shape as [number, number, number, number];
    return (2 * 9 * channels * filters * sizeOf(node.shape)) / node.shape[3];
  }
  if (is(node, "convolution3x3WeightGradient")) {
    const x = node.inputs[0];
    return (2 * sizeOf(node.shape) * sizeOf(x.shape)) / x.shape[3];
  }
  if (moves.has(node.operation)) return 0;
  const reduction = perOperand[node.operation];
  if (reduction !== undefined) return reduction * sizeOf(node.inputs[0].shape);
  return (perElement[node.operation] ?? 1) * sizeOf(node.shape);
}

/** Operations per element of the parameter. */
const perParameter: { readonly [Kind in Update["kind"]]: number } = {
  assign: 0,
  sgd: 6,
  rmsprop: 9,
  adam: 14,
};

export function operationsOfUpdate(update: Update): number {
  return update.kind === "assign" ? 0 : perParameter[update.kind] * sizeOf(update.parameter.shape);
}
