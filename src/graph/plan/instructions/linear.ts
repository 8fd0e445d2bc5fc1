import { opcodes } from "../../../backends/compiled/opcodes.ts";
import { type Expression, is, type Operation } from "../../expression.ts";
import { sameShape, sizeOf } from "../../shape.ts";
import type { Step } from "../step.ts";
import { binary } from "./elementwise.ts";
import { flat, type Selections, step, type UsedOnce } from "./selection.ts";

/** What a matrix product can do to its result before it stores it. */
const epilogues = {
  none: 0,
  tanh: 1,
  relu: 2,
  sigmoid: 3,
  tanhGradient: 4,
  reluGradient: 5,
  sigmoidGradient: 6,
} as const;

interface Epilogue {
  readonly kind: keyof typeof epilogues;
  readonly bias?: Expression | undefined;
  /** Activations that the derivative epilogues multiply by. */
  readonly activations?: Expression;
}

function product(
  node: Expression,
  factors: Expression<"matmul">,
  { kind, bias, activations }: Epilogue,
): Step {
  const [a, b] = factors.inputs as [Expression, Expression];
  const { transposeA, transposeB } = factors.attributes;
  const [rows, columns] = factors.shape as [number, number];
  const inner = a.shape[transposeA ? 0 : 1];
  const reads = [a, b, ...(bias ? [bias] : []), ...(activations ? [activations] : [])];
  return step(node, reads, (at) => [
    opcodes.matmul,
    rows,
    columns,
    inner,
    at(node),
    at(a),
    at(b),
    Number(transposeA),
    Number(transposeB),
    epilogues[kind],
    bias ? at(bias) : 0,
    activations ? at(activations) : 0,
  ]);
}

/** A node as product + bias (or product alone), where no one else wants the product by itself. */
function biasedProduct(
  node: Expression,
  usedOnce: UsedOnce,
): { factors: Expression<"matmul">; bias?: Expression } | undefined {
  if (is(node, "matmul")) return { factors: node };
  if (!is(node, "add")) return undefined;
  const [a, b] = node.inputs as [Expression, Expression];
  for (const [factors, bias] of [
    [a, b],
    [b, a],
  ] as const) {
    const isRow = bias.shape.at(-1) === node.shape.at(-1) && sizeOf(bias.shape) === node.shape.at(-1);
    if (is(factors, "matmul") && usedOnce(factors) && isRow && sameShape(factors.shape, node.shape)) {
      return { factors, bias };
    }
  }
  return undefined;
}

function activation(node: Expression<"tanh" | "relu" | "sigmoid">, usedOnce: UsedOnce): Step {
  const x = node.inputs[0];
  const inner = usedOnce(x) ? biasedProduct(x, usedOnce) : undefined;
  if (inner) return product(node, inner.factors, { kind: node.operation, bias: inner.bias });
  return flat(node, opcodes[node.operation], [x]);
}

function activationGradient(
  node: Expression<"tanhGradient" | "reluGradient" | "sigmoidGradient">,
  usedOnce: UsedOnce,
): Step {
  const [gradient, y] = node.inputs as [Expression, Expression];
  if (is(gradient, "matmul") && usedOnce(gradient)) {
    return product(node, gradient, { kind: node.operation, activations: y });
  }
  return flat(node, opcodes[node.operation], [gradient, y]);
}

/** Matrix products with what their instruction can do beside: a bias, an activation, an activation's gradient. */
export const linear = {
  matmul: (node) => product(node, node, { kind: "none" }),
  add: (node, usedOnce) => {
    const biased = biasedProduct(node, usedOnce);
    return biased ? product(node, biased.factors, { kind: "none", bias: biased.bias }) : binary(node);
  },
  tanh: activation,
  relu: activation,
  sigmoid: activation,
  tanhGradient: activationGradient,
  reluGradient: activationGradient,
  sigmoidGradient: activationGradient,
} satisfies Partial<Selections<Operation>>;
