import {
  type BinaryOperation,
  binaryOperations,
  type Expression,
  type Operation,
  type UnaryOperation,
  unaryOperations,
} from "../../../graph/expression.ts";
import { broadcastStrides, sizeOf } from "../../../graph/shape.ts";
import { opcodes } from "../../instruction-set/opcodes.ts";
import { mergeLoops, outerLoops } from "../loops.ts";
import type { Step } from "../step.ts";
import { flat, ofSameSize, type Selection, type Selections, step, withLength } from "./selection.ts";

export function binary(node: Expression<BinaryOperation>): Step {
  const [a, b] = node.inputs as [Expression, Expression];
  const loops = mergeLoops(node.shape, [
    broadcastStrides(a.shape, node.shape),
    broadcastStrides(b.shape, node.shape),
  ]);
  const inner = loops.at(-1)!;
  return step(
    node,
    [a, b],
    (at) =>
      withLength(opcodes[node.operation], [
        inner.extent,
        at(node),
        at(a),
        at(b),
        ...inner.strides,
        ...outerLoops(loops),
      ]),
    { overwritable: ofSameSize(node, [a, b]) },
  );
}

const select: Selection<"select"> = (node) => {
  const { inputs } = node;
  const size = sizeOf(node.shape);
  const steps = inputs.map((operand) => (sizeOf(operand.shape) === size && size > 1 ? 1 : 0));
  return step(node, inputs, (at) => [opcodes.select, size, at(node), ...inputs.map(at), ...steps], {
    overwritable: ofSameSize(node, inputs),
  });
};

/** The same selection for each of a list of operations. */
function each<Op extends Operation>(operations: readonly Op[], selection: Selection<Op>): Selections<Op> {
  return Object.fromEntries(
    operations.map((operation) => [operation, selection]),
  ) as unknown as Selections<Op>;
}

const unary: Selection<UnaryOperation> = (node) => flat(node, opcodes[node.operation], node.inputs);

export const elementwise = {
  ...each(unaryOperations, unary),
  ...each(binaryOperations, binary),
  toFloat: (node) => flat(node, opcodes.castToFloat, node.inputs),
  toInt: (node) => flat(node, opcodes.castToInt, node.inputs),
  select,
} satisfies Partial<Selections<Operation>>;
