import type { Expression, Operation } from "../../../graph/expression.ts";
import type { Shape } from "../../../graph/shape.ts";
import { instruction } from "../../instruction-set/instruction.ts";
import { winogradScratchBytes } from "../../instruction-set/winograd-scratch.ts";
import type { Step } from "../step.ts";
import { type Selections, step } from "./selection.ts";

/** Images seen through a window, or the other way around. */
function windowed(node: Expression<"patches" | "foldPatches">, images: Shape, patches: Shape): Step {
  const { kernel, stride, padding } = node.attributes;
  const x = node.inputs[0];
  const [batch, height, width, channels] = images as [number, number, number, number];
  const [, rows, columns] = patches as [number, number, number];
  const window = [...kernel, ...stride, ...padding] as const;
  return step(node, [x], (at) =>
    instruction(node.operation, batch, height, width, channels, rows, columns, ...window, at(node), at(x)),
  );
}

/** What convolutions need besides linear maps. */
export const convolution = {
  convolution3x3WeightGradient: (node) => {
    const [x, gradient] = node.inputs as [Expression, Expression];
    const [batch, height, width, channels] = x.shape as [number, number, number, number];
    const filters = node.shape[3];
    return step(
      node,
      [x, gradient],
      (at, scratch) => {
        const sizes = [batch, height, width, channels, filters] as const;
        return instruction("convolution3x3WeightGradient", ...sizes, at(node), at(x), at(gradient), scratch);
      },
      { scratchBytes: winogradScratchBytes(width, channels, filters) },
    );
  },
  patches: (node) => windowed(node, node.inputs[0].shape, node.shape),
  foldPatches: (node) => windowed(node, node.shape, node.inputs[0].shape),
} satisfies Partial<Selections<Operation>>;
