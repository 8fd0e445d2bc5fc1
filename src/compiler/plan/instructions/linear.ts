import { type Expression, is, type Operation } from "../../../graph/expression.ts";
import { sizeOf } from "../../../graph/shape.ts";
import { instruction } from "../../instruction-set/instruction.ts";
import { opcodes } from "../../instruction-set/opcodes.ts";
import { winogradScratchBytes } from "../../instruction-set/winograd-scratch.ts";
import { epilogues } from "../../instruction-set/words.ts";
import type { AddressOf, Step } from "../step.ts";
import { binary } from "./elementwise.ts";
import { addedSquares } from "./reductions.ts";
import { flat, type Selection, type Selections, step, type UsedOnce } from "./selection.ts";

/** A linear map whose instruction can add a bias to its result, and apply an activation, before it stores it. */
type Linear = Expression<"matmul"> | Expression<"convolution3x3">;

interface Epilogue {
  readonly kind: keyof typeof epilogues;
  readonly bias?: Expression | undefined;
  /** Activations that the derivative epilogues multiply by. */
  readonly activations?: Expression;
}

function linearStep(node: Expression, map: Linear, { kind, bias, activations }: Epilogue): Step {
  const [a, b] = map.inputs as [Expression, Expression];
  const reads = [a, b, ...(bias ? [bias] : []), ...(activations ? [activations] : [])];
  const epilogue = (at: AddressOf) =>
    [epilogues[kind], bias ? at(bias) : 0, activations ? at(activations) : 0] as const;
  if (is(map, "matmul")) {
    const { transposeA, transposeB } = map.attributes;
    const [rows, columns] = map.shape as [number, number];
    const inner = a.shape[transposeA ? 0 : 1];
    const transposed = [Number(transposeA), Number(transposeB)] as const;
    return step(node, reads, (at) =>
      instruction("matmul", rows, columns, inner, at(node), at(a), at(b), ...transposed, ...epilogue(at)),
    );
  }
  const [batch, height, width] = map.shape as [number, number, number];
  const [, , channels, filters] = b.shape as [number, number, number, number];
  return step(
    node,
    reads,
    (at, scratch) => {
      const sizes = [batch, height, width, channels, filters] as const;
      const operands = [at(node), at(a), at(b)] as const;
      const transposed = Number(map.attributes.transposed);
      return instruction("convolution3x3", ...sizes, ...operands, transposed, ...epilogue(at), scratch);
    },
    { scratchBytes: winogradScratchBytes(width, channels, filters) },
  );
}

/** The linear map that a node is, behind reshapes, where no one else wants what lies between. */
function linearBehind(node: Expression, usedOnce: UsedOnce): Linear | undefined {
  let map = node;
  while (usedOnce(map) && is(map, "reshape")) map = map.inputs[0];
  return usedOnce(map) && (is(map, "matmul") || is(map, "convolution3x3")) ? map : undefined;
}

/** Whether every row gets these values; a single one may be a scalar. */
function isRow({ shape }: Expression, columns: number): boolean {
  return sizeOf(shape) === columns && (columns === 1 || shape.at(-1) === columns);
}

/** A node as linear map + bias. */
function biased(node: Expression, usedOnce: UsedOnce): { map: Linear; bias?: Expression } | undefined {
  if (!is(node, "add")) return undefined;
  const [a, b] = node.inputs as [Expression, Expression];
  for (const [term, bias] of [
    [a, b],
    [b, a],
  ] as const) {
    const map = linearBehind(term, usedOnce);
    const columns = map?.shape.at(-1) ?? 0;
    const keepsRows = columns === 1 || node.shape.at(-1) === columns;
    if (map && sizeOf(map.shape) === sizeOf(node.shape) && keepsRows && isRow(bias, columns))
      return { map, bias };
  }
  return undefined;
}

/** A node as linear map + bias, or as a linear map alone. */
function linearPart(node: Expression, usedOnce: UsedOnce): { map: Linear; bias?: Expression } | undefined {
  if (!usedOnce(node)) return undefined;
  if (is(node, "reshape")) return linearPart(node.inputs[0], usedOnce);
  const map = linearBehind(node, usedOnce);
  return map ? { map } : biased(node, usedOnce);
}

const alone: Selection<"matmul" | "convolution3x3"> = (node) => linearStep(node, node, { kind: "none" });

const sum: Selection<"add"> = (node, usedOnce) => {
  const found = biased(node, usedOnce);
  if (found) return linearStep(node, found.map, { kind: "none", bias: found.bias });
  return addedSquares(node, usedOnce) ?? binary(node);
};

const activation: Selection<"tanh" | "relu" | "sigmoid"> = (node, usedOnce) => {
  const x = node.inputs[0];
  const found = linearPart(x, usedOnce);
  return found
    ? linearStep(node, found.map, { kind: node.operation, bias: found.bias })
    : flat(node, opcodes[node.operation], [x]);
};

const activationGradient: Selection<"tanhGradient" | "reluGradient" | "sigmoidGradient"> = (
  node,
  usedOnce,
) => {
  const [gradient, y] = node.inputs as [Expression, Expression];
  const map = linearBehind(gradient, usedOnce);
  return map
    ? linearStep(node, map, { kind: node.operation, activations: y })
    : flat(node, opcodes[node.operation], [gradient, y]);
};

/**
 * Matrix products and convolutions with what their instruction can do beside: a bias, an activation, an activation's
 * gradient.
 */
export const linear = {
  matmul: alone,
  convolution3x3: alone,
  add: sum,
  tanh: activation,
  relu: activation,
  sigmoid: activation,
  tanhGradient: activationGradient,
  reluGradient: activationGradient,
  sigmoidGradient: activationGradient,
} satisfies Partial<Selections<Operation>>;
