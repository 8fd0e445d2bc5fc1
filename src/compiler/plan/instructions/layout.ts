import type { Expression, Operation } from "../../../graph/expression.ts";
import { broadcastStrides, type Shape, sizeOf, stridesOf } from "../../../graph/shape.ts";
import { instruction, instructionWithLength } from "../../instruction-set/instruction.ts";
import { mergeLoops, outerLoops } from "../loops.ts";
import { floatBits, type Step } from "../step.ts";
import { type Selections, step } from "./selection.ts";

/**
 * A copy between strided layouts: `shape` elements from x (from element `start` on, under `strides`) to the node's
 * place (from `targetStart` on, under `targetStrides`).
 */
interface StridedCopy {
  readonly shape: Shape;
  readonly strides: readonly number[];
  readonly start?: number;
  readonly targetStrides?: readonly number[];
  readonly targetStart?: number;
}

function encodeCopy(to: number, from: number, copy: StridedCopy): number[] {
  const targetStrides = copy.targetStrides ?? stridesOf(copy.shape);
  const loops = mergeLoops(copy.shape, [targetStrides, copy.strides]);
  const inner = loops.at(-1)!;
  const [targetStep, step] = inner.strides as [number, number];
  return instructionWithLength(
    "stridedCopy",
    inner.extent,
    to + 4 * (copy.targetStart ?? 0),
    from + 4 * (copy.start ?? 0),
    targetStep,
    step,
    ...outerLoops(loops),
  );
}

function copyStep(node: Expression, copy: StridedCopy): Step {
  const x = node.inputs[0];
  return step(node, [x], (at) => encodeCopy(at(node), at(x), copy));
}

export const layout = {
  broadcast: (node) =>
    copyStep(node, { shape: node.shape, strides: broadcastStrides(node.inputs[0].shape, node.shape) }),
  transpose: (node) => {
    const strides = stridesOf(node.inputs[0].shape);
    return copyStep(node, {
      shape: node.shape,
      strides: node.attributes.permutation.map((axis) => strides[axis]),
    });
  },
  slice: (node) => {
    const strides = stridesOf(node.inputs[0].shape);
    const { axis, start } = node.attributes;
    return copyStep(node, { shape: node.shape, strides, start: start * strides[axis] });
  },
  pad: (node) => {
    const x = node.inputs[0];
    const { axis, before } = node.attributes;
    const targetStrides = stridesOf(node.shape);
    const copy = {
      shape: x.shape,
      strides: stridesOf(x.shape),
      targetStrides,
      targetStart: before * targetStrides[axis],
    };
    return step(node, [x], (at) => [
      ...instruction("fill", sizeOf(node.shape), at(node), floatBits(0)),
      ...encodeCopy(at(node), at(x), copy),
    ]);
  },
  concatenate: (node) => {
    const targetStrides = stridesOf(node.shape);
    return step(node, node.inputs, (at) => {
      let targetStart = 0;
      return node.inputs.flatMap((part) => {
        const copy = { shape: part.shape, strides: stridesOf(part.shape), targetStrides, targetStart };
        targetStart += part.shape[node.attributes.axis] * targetStrides[node.attributes.axis];
        return encodeCopy(at(node), at(part), copy);
      });
    });
  },
} satisfies Partial<Selections<Operation>>;
