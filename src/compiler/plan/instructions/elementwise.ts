import {
  type BinaryOperation,
  binaryOperations,
  type Expression,
  type Operation,
  type UnaryOperation,
  unaryOperations,
} from "../../../graph/expression.ts";
import { broadcastStrides, sizeOf } from "../../../graph/shape.ts";
import { instruction, instructionWithLength } from "../../instruction-set/instruction.ts";
import { opcodes } from "../../instruction-set/opcodes.ts";
import { mergeLoops, outerLoops } from "../loops.ts";
import type { Step } from "../step.ts";
import { flat, ofSameSize, type Selection, type Selections, step } from "./selection.ts";

export function binary(node: Expression<BinaryOperation>): Step {
  const [a, b] = node.inputs as [Expression, Expression];
  const loops = mergeLoops(node.shape, [
    broadcastStrides(a.shape, node.shape),
    broadcastStrides(b.shape, node.shape),
  ]);
  const inner = loops.at(-1)!;
  const [aStep, bStep] = inner.strides as [number, number];
  return step(
    node,
    [a, b],
    (at) =>
      instructionWithLength(
        node.operation,
        inner.extent,
        at(node),
        at(a),
        at(b),
        aStep,
        bStep,
        ...outerLoops(loops),
      ),
    { overwritable: ofSameSize(node, [a, b]) },
  );
}

const select: Selection<"select"> = (node) => {
  const [condition, a, b] = node.inputs as [Expression, Expression, Expression];
  const size = sizeOf(node.shape);
  const stepOf = (operand: Expression) => (sizeOf(operand.shape) === size && size > 1 ? 1 : 0);
  const steps = [stepOf(condition), stepOf(a), stepOf(b)] as const;
  return step(
    node,
    node.inputs,
    (at) => instruction("select", size, at(node), at(condition), at(a), at(b), ...steps),
    { overwritable: ofSameSize(node, node.inputs) },
  );
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
