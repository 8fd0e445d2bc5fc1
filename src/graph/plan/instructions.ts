import { opcodes } from "../../backends/compiled/opcodes.ts";
import {
  type BinaryOperation,
  binaryOperations,
  type Expression,
  is,
  type Operation,
  type UnaryOperation,
  unaryOperations,
} from "../expression.ts";
import { broadcastStrides, type Shape, sameShape, sizeOf, stridesOf } from "../shape.ts";
import { type Loop, mergeLoops } from "./loops.ts";
import { floatBits, type Step } from "./step.ts";
import { storageOf } from "./storage.ts";

/** Tells whether a node has one consumer only, so that the consumer's instruction may do its work too. */
export type UsedOnce = (node: Expression) => boolean;

/** The last instruction of the sequence that computes a node; what it reads is computed by others. */
type Selection<Op extends Operation> = (node: Expression<Op>, usedOnce: UsedOnce) => Step;

type Encoder = Step["encode"];

function step(
  node: Expression,
  reads: readonly Expression[],
  encode: Encoder,
  overwritable: readonly Expression[] = [],
): Step {
  return { node, result: node, reads, overwritable, encode };
}

/** A flat pass over equally shaped operands: opcode, element count, result, operands. */
function flat(node: Expression, opcode: number, operands: readonly Expression[]): Step {
  return step(
    node,
    operands,
    (at) => [opcode, sizeOf(node.shape), at(node), ...operands.map(at)],
    operands.filter((operand) => sizeOf(operand.shape) === sizeOf(node.shape)),
  );
}

/** Rows and columns of a tensor seen as a matrix whose columns are its last axis. */
function asMatrix(shape: Shape): [rows: number, columns: number] {
  return [sizeOf(shape.slice(0, -1)), shape.at(-1)!];
}

/** The words that describe all loops but the innermost: how many, then extent and strides of each. */
function outerLoops(loops: readonly Loop[]): number[] {
  return [loops.length - 1, ...loops.slice(0, -1).flatMap(({ extent, strides }) => [extent, ...strides])];
}

/** Puts the length of a variable-length instruction behind its opcode. */
function withLength(opcode: number, words: readonly number[]): number[] {
  return [opcode, words.length + 2, ...words];
}

function binary(node: Expression<BinaryOperation>): Step {
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
    [a, b].filter((operand) => sizeOf(operand.shape) === sizeOf(node.shape)),
  );
}

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
  return withLength(opcodes.stridedCopy, [
    inner.extent,
    to + 4 * (copy.targetStart ?? 0),
    from + 4 * (copy.start ?? 0),
    ...inner.strides,
    ...outerLoops(loops),
  ]);
}

function copyStep(node: Expression, copy: StridedCopy): Step {
  const x = node.inputs[0];
  return step(node, [x], (at) => encodeCopy(at(node), at(x), copy));
}

/** Rows of instruction [opcode, rows, columns, result, operand]. */
function rowWise(node: Expression, opcode: number, extra: readonly number[] = []): Step {
  const x = node.inputs[0];
  return step(node, [x], (at) => [opcode, ...asMatrix(x.shape), at(node), at(x), ...extra]);
}

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

function select(node: Expression<"select">): Step {
  const { inputs } = node;
  const size = sizeOf(node.shape);
  const steps = inputs.map((operand) => (sizeOf(operand.shape) === size && size > 1 ? 1 : 0));
  return step(
    node,
    inputs,
    (at) => [opcodes.select, size, at(node), ...inputs.map(at), ...steps],
    inputs.filter((operand) => sizeOf(operand.shape) === size),
  );
}

const unarySelections = Object.fromEntries(
  unaryOperations.map((operation): [UnaryOperation, Selection<UnaryOperation>] => [
    operation,
    (node) => flat(node, opcodes[operation], node.inputs),
  ]),
) as { readonly [Op in UnaryOperation]: Selection<Op> };

const binarySelections = Object.fromEntries(
  binaryOperations.map((operation): [BinaryOperation, Selection<BinaryOperation>] => [operation, binary]),
) as { readonly [Op in BinaryOperation]: Selection<Op> };

/** Nodes that need no instruction: leaves have their values, reshapes lend their input's. */
type Silent = "input" | "variable" | "constant" | "reshape" | "stopGradient";

/** One line for every operation that computes: from node to instruction. */
const selections: { readonly [Op in Exclude<Operation, Silent>]: Selection<Op> } = {
  ...unarySelections,
  ...binarySelections,
  tanh: activation,
  relu: activation,
  sigmoid: activation,
  tanhGradient: activationGradient,
  reluGradient: activationGradient,
  sigmoidGradient: activationGradient,
  toFloat: (node) => flat(node, opcodes.castToFloat, node.inputs),
  toInt: (node) => flat(node, opcodes.castToInt, node.inputs),
  select,

  matmul: (node) => product(node, node, { kind: "none" }),
  add: (node, usedOnce) => {
    const biased = biasedProduct(node, usedOnce);
    return biased ? product(node, biased.factors, { kind: "none", bias: biased.bias }) : binary(node);
  },

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
      ...[opcodes.fill, sizeOf(node.shape), at(node), floatBits(0)],
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

  gatherRows: (node) => {
    const [x, indices] = node.inputs as [Expression, Expression];
    const width = sizeOf(x.shape.slice(1));
    return step(node, [x, indices], (at) => [
      ...[opcodes.gatherRows, indices.shape[0], width, x.shape[0]],
      ...[at(node), at(x), at(indices)],
    ]);
  },
  scatterAddRows: (node) => {
    const [x, indices] = node.inputs as [Expression, Expression];
    const width = sizeOf(x.shape.slice(1));
    return step(node, [x, indices], (at) => [
      ...[opcodes.scatterAddRows, indices.shape[0], width, node.shape[0]],
      ...[at(node), at(x), at(indices)],
    ]);
  },
  pick: (node) => {
    const [x, indices] = node.inputs as [Expression, Expression];
    return step(node, [x, indices], (at) => [
      opcodes.pick,
      ...asMatrix(x.shape),
      at(node),
      at(x),
      at(indices),
    ]);
  },
  unpick: (node) => {
    const [x, indices] = node.inputs as [Expression, Expression];
    return step(node, [x, indices], (at) => [
      ...[opcodes.unpick, ...asMatrix(node.shape)],
      ...[at(node), at(x), at(indices)],
    ]);
  },
  oneHot: (node) => {
    const indices = node.inputs[0];
    return step(node, [indices], (at) => [opcodes.oneHot, ...asMatrix(node.shape), at(node), at(indices)]);
  },

  logSoftmax: (node) => rowWise(node, opcodes.logSoftmax),
  softmax: (node) => rowWise(node, opcodes.softmax),
  logSumExp: (node) => rowWise(node, opcodes.logSumExp),
  argMax: (node) => rowWise(node, opcodes.argMax),
  cumulativeSum: (node) => rowWise(node, opcodes.cumulativeSum, [Number(node.attributes.reverse)]),
};

/** The instruction that computes a node, with whatever of its inputs' work it can take over. */
export function selectInstruction(node: Expression, usedOnce: UsedOnce): Step {
  const selection = (selections as Partial<Record<Operation, Selection<Operation>>>)[node.operation];
  if (selection === undefined) throw new Error(`plan: ${node.operation} needs no instruction`);
  return selection(node, usedOnce);
}

/** A copy of a value of any layout into the place of another node of the same size. */
export function copyTo(target: Expression, source: Expression): Step {
  const encode: Encoder = (at) => [opcodes.copy, sizeOf(source.shape), at(target), at(source)];
  return { node: source, result: target, reads: [source], overwritable: [], encode };
}
