import type { Expression, Operation } from "../../../graph/expression.ts";
import { sizeOf } from "../../../graph/shape.ts";
import { opcodes } from "../../instruction-set/opcodes.ts";
import type { Step } from "../step.ts";
import { convolution } from "./convolution.ts";
import { elementwise } from "./elementwise.ts";
import { indexing } from "./indexing.ts";
import { layout } from "./layout.ts";
import { linear } from "./linear.ts";
import { reductions } from "./reductions.ts";
import type { Selection, Selections, UsedOnce } from "./selection.ts";
import { special } from "./special.ts";

/** Nodes that need no instruction: leaves have their values, reshapes lend their input's. */
type Silent = "input" | "variable" | "constant" | "reshape" | "stopGradient";

/** From node to instruction for every operation that computes; later themes take over from the element-wise pass. */
const selections: Selections<Exclude<Operation, Silent>> = {
  ...elementwise,
  ...reductions,
  ...layout,
  ...indexing,
  ...convolution,
  ...linear,
  ...special,
};

/** The instruction that computes a node, with whatever of its inputs' work it can take over. */
export function selectInstruction(node: Expression, usedOnce: UsedOnce): Step {
  const selection = (selections as Partial<Record<Operation, Selection<Operation>>>)[node.operation];
  if (selection === undefined) throw new Error(`plan: ${node.operation} needs no instruction`);
  return selection(node, usedOnce);
}

/** A copy of a value of any layout into the place of another node of the same size. */
export function copyTo(target: Expression, source: Expression): Step {
  return {
    node: source,
    result: target,
    reads: [source],
    overwritable: [],
    scratchBytes: 0,
    updates: [],
    encode: (at) => [opcodes.copy, sizeOf(source.shape), at(target), at(source)],
  };
}
