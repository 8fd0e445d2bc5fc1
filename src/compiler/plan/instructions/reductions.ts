import { type Expression, is, type Operation } from "../../../graph/expression.ts";
import { type Shape, sameShape, sizeOf } from "../../../graph/shape.ts";
import { instruction, instructionWithLength } from "../../instruction-set/instruction.ts";
import { opcodes } from "../../instruction-set/opcodes.ts";
import { factorBits, type Step } from "../step.ts";
import { storageOf } from "../storage.ts";
import { binary } from "./elementwise.ts";
import { flat, rowWise, type Selections, step, type UsedOnce } from "./selection.ts";

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
  if (sizeOf(total.shape) === 1 && usedOnce(x)) {
    const [a, b] = x.inputs;
    if (is(x, "square")) return sumOfSquares(node, [a], scale);
    if (is(x, "multiply") && sameShape(a.shape, b.shape)) {
      return step(node, [a, b], (at) =>
        instruction("dot", sizeOf(a.shape), at(node), at(a), at(b), factorBits(scale)),
      );
    }
  }
  const view = reductionView(x.shape, total.attributes.axes);
  return step(node, [x], (at) => instruction("sum", ...view, at(node), at(x), factorBits(scale)));
}

/** A constant times a sum that no one else wants, as one instruction. */
function timesSum(node: Expression, x: Expression, scale: number, usedOnce: UsedOnce): Step | undefined {
  const total = storageOf(x);
  return is(total, "sum") && usedOnce(x) && usedOnce(total)
    ? scaledSum(node, total, scale, usedOnce)
    : undefined;
}

function sumOfSquares(node: Expression, tensors: readonly Expression[], scale: number): Step {
  return step(node, tensors, (at) =>
    instructionWithLength(
      "sumOfSquares",
      at(node),
      factorBits(scale),
      ...tensors.flatMap((tensor) => [sizeOf(tensor.shape), at(tensor)]),
    ),
  );
}

/** The tensors whose squares a scalar is the sum of, as far as no one else wants what lies between. */
function squaresIn(node: Expression, usedOnce: UsedOnce): Expression[] | undefined {
  const holder = storageOf(node);
  if (is(holder, "add") && sizeOf(holder.shape) === 1) {
    const [a, b] = holder.inputs.map((term) =>
      usedOnce(term) && usedOnce(storageOf(term)) ? squaresIn(term, usedOnce) : undefined,
    );
    return a && b && [...a, ...b];
  }
  const squares = is(holder, "sum") && usedOnce(holder.inputs[0]) ? holder.inputs[0] : holder;
  return sizeOf(holder.shape) === 1 && is(squares, "square") ? [squares.inputs[0]] : undefined;
}

/** The square of the norm of several tensors together, as one instruction, or undefined for any other sum. */
export function addedSquares(node: Expression<"add">, usedOnce: UsedOnce): Step | undefined {
  const tensors = squaresIn(node, usedOnce);
  return tensors && sumOfSquares(node, tensors, 1);
}

export const reductions = {
  sum: (node, usedOnce) => scaledSum(node, node, 1, usedOnce),
  multiply: (node, usedOnce) => {
    const [x, factor] = node.inputs as [Expression, Expression];
    const isScale = is(factor, "constant") && factor.shape.length === 0;
    return (isScale && timesSum(node, x, factor.attributes.values[0], usedOnce)) || binary(node);
  },
  negate: (node, usedOnce) =>
    timesSum(node, node.inputs[0], -1, usedOnce) ?? flat(node, opcodes.negate, node.inputs),
  max: (node) => {
    const x = node.inputs[0];
    const view = reductionView(x.shape, node.attributes.axes);
    return step(node, [x], (at) => instruction("max", ...view, at(node), at(x)));
  },
  logSoftmax: (node) => rowWise(node, opcodes.logSoftmax),
  softmax: (node) => rowWise(node, opcodes.softmax),
  logSumExp: (node) => rowWise(node, opcodes.logSumExp),
  argMax: (node) => rowWise(node, opcodes.argMax),
  cumulativeSum: (node) => rowWise(node, opcodes.cumulativeSum, [Number(node.attributes.reverse)]),
} satisfies Partial<Selections<Operation>>;
