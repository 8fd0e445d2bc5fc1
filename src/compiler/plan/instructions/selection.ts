import type { Expression, Operation } from "../../../graph/expression.ts";
import { type Shape, sizeOf } from "../../../graph/shape.ts";
import type { Step } from "../step.ts";

/** Tells whether a node has one consumer only, so that the consumer's instruction may do its work too. */
export type UsedOnce = (node: Expression) => boolean;

/** The last instruction of the sequence that computes a node; what it reads is computed by others. */
export type Selection<Op extends Operation> = (node: Expression<Op>, usedOnce: UsedOnce) => Step;

/** The selections of some operations. */
export type Selections<Op extends Operation> = { readonly [K in Op]: Selection<K> };

export function step(
  node: Expression,
  reads: readonly Expression[],
  encode: Step["encode"],
  { overwritable = [], scratchBytes = 0 }: Partial<Pick<Step, "overwritable" | "scratchBytes">> = {},
): Step {
  return { node, result: node, reads, overwritable, scratchBytes, updates: [], encode };
}

/** A flat pass over equally shaped operands: opcode, element count, result, operands. */
export function flat(node: Expression, opcode: number, operands: readonly Expression[]): Step {
  return step(node, operands, (at) => [opcode, sizeOf(node.shape), at(node), ...operands.map(at)], {
    overwritable: ofSameSize(node, operands),
  });
}

/** Those operands in whose place an element-wise result may be written. */
export function ofSameSize(node: Expression, operands: readonly Expression[]): Expression[] {
  return operands.filter((operand) => sizeOf(operand.shape) === sizeOf(node.shape));
}

/** Rows and columns of a tensor seen as a matrix whose columns are its last axis. */
export function asMatrix(shape: Shape): [rows: number, columns: number] {
  return [sizeOf(shape.slice(0, -1)), shape.at(-1)!];
}

/** Rows of instruction [opcode, rows, columns, result, operand]. */
export function rowWise(node: Expression, opcode: number, extra: readonly number[] = []): Step {
  const x = node.inputs[0];
  return step(node, [x], (at) => [opcode, ...asMatrix(x.shape), at(node), at(x), ...extra]);
}
