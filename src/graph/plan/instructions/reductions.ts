import { opcodes } from "../../../backends/compiled/opcodes.ts";
import { type Expression, is, type Operation } from "../../expression.ts";
import { type Shape, sameShape, sizeOf } from "../../shape.ts";
import { floatBits, type Step } from "../step.ts";
import { storageOf } from "../storage.ts";
import { binary } from "./elementwise.ts";
import { rowWise, type Selections, step, type UsedOnce } from "./selection.ts";

/** A reduction over the neighboring axes `first` to `last`: extents before, of, and behind them. */
function reductionView(
  shape: Shape,
  axes: readonly number[],
): [outer: number, reduced: number, inner: number] {
  const first = axes[0];
  const last = axes.at(-1)!;
  return [sizeOf(shape.slice(0, first)), sizeOf(shape.slice(first, last + 1)), sizeOf(shape.slice(last + 1))];
}

/** Σ over axes, times a constant. Squares and products summed over everything need no pass of their own. */
function scaledSum(node: Expression, total: Expression<"sum">, scale: number, usedOnce: UsedOnce): Step {
  const x = total.inputs[0];
  const whole = sizeOf(total.shape) === 1;
  if (whole && scale === 1 && usedOnce(x)) {
    const [a, b] = x.inputs;
    if (is(x, "square"))
      return step(node, [a], (at) => [opcodes.sumOfSquares, sizeOf(a.shape), at(node), at(a)]);
    if (is(x, "multiply") && sameShape(a.shape, b.shape)) {
      return step(node, [a, b], (at) => [opcodes.dot, sizeOf(a.shape), at(node), at(a), at(b)]);
    }
  }
  const view = reductionView(x.shape, total.attributes.axes);
  return step(node, [x], (at) => [opcodes.sum, ...view, at(node), at(x), floatBits(scale)]);
}

export const reductions = {
  sum: (node, usedOnce) => scaledSum(node, node, 1, usedOnce),
  multiply: (node, usedOnce) => {
    const [x, factor] = node.inputs as [Expression, Expression];
    const total = storageOf(x);
    if (
      is(total, "sum") &&
      usedOnce(x) &&
      usedOnce(total) &&
      is(factor, "constant") &&
      factor.shape.length === 0
    ) {
      return scaledSum(node, total, factor.attributes.values[0], usedOnce);
    }
    return binary(node);
  },
  max: (node) => {
    const x = node.inputs[0];
    const view = reductionView(x.shape, node.attributes.axes);
    return step(node, [x], (at) => [opcodes.max, ...view, at(node), at(x)]);
  },
  logSoftmax: (node) => rowWise(node, opcodes.logSoftmax),
  softmax: (node) => rowWise(node, opcodes.softmax),
  logSumExp: (node) => rowWise(node, opcodes.logSumExp),
  argMax: (node) => rowWise(node, opcodes.argMax),
  cumulativeSum: (node) => rowWise(node, opcodes.cumulativeSum, [Number(node.attributes.reverse)]),
} satisfies Partial<Selections<Operation>>;
