import {
  type BinaryOperation,
  binaryOperations,
  type Expression,
  type Operation,
  type UnaryOperation,
  unaryOperations,
} from "../../graph/expression.ts";
import { broadcastStrides, type Shape, sizeOf, stridesOf } from "../../graph/shape.ts";
import { indexError } from "../index-error.ts";
import { type Images, visit3x3, visitPatches } from "./convolve.ts";

export type Values = Float64Array | Int32Array;

/** Computes a node's values from its inputs' values. */
type Evaluate<Op extends Operation> = (
  node: Expression<Op>,
  inputs: readonly Values[],
  result: Values,
) => void;

const unaryFunctions: { readonly [Op in UnaryOperation]: (x: number) => number } = {
  negate: (x) => -x,
  exp: Math.exp,
  log: Math.log,
  expm1: Math.expm1,
  log1p: Math.log1p,
  sqrt: Math.sqrt,
  square: (x) => x * x,
  reciprocal: (x) => 1 / x,
  abs: Math.abs,
  sign: Math.sign,
  floor: Math.floor,
  tanh: Math.tanh,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  relu: (x) => Math.max(x, 0),
  sin: Math.sin,
  cos: Math.cos,
};

const binaryFunctions: { readonly [Op in BinaryOperation]: (x: number, y: number) => number } = {
  add: (x, y) => x + y,
  subtract: (x, y) => x - y,
  multiply: (x, y) => x * y,
  divide: (x, y) => x / y,
  minimum: Math.min,
  maximum: Math.max,
  power: (x, y) => x ** y,
  less: (x, y) => (x < y ? 1 : 0),
  lessEqual: (x, y) => (x <= y ? 1 : 0),
  equal: (x, y) => (x === y ? 1 : 0),
};

const unaryEvaluations = Object.fromEntries(
  unaryOperations.map((operation): [UnaryOperation, Evaluate<UnaryOperation>] => [
    operation,
    (_, [x], result) => each(result, (i) => unaryFunctions[operation](x[i])),
  ]),
) as { readonly [Op in UnaryOperation]: Evaluate<Op> };

const binaryEvaluations = Object.fromEntries(
  binaryOperations.map((operation): [BinaryOperation, Evaluate<BinaryOperation>] => [
    operation,
    (node, [x, y], result) => {
      const [a, b] = node.inputs as [Expression, Expression];
      const inX = walk(node.shape, broadcastStrides(a.shape, node.shape));
      const inY = walk(node.shape, broadcastStrides(b.shape, node.shape));
      each(result, (i) => binaryFunctions[operation](x[inX[i]], y[inY[i]]));
    },
  ]),
) as { readonly [Op in BinaryOperation]: Evaluate<Op> };

/** Values at the leaves are kept by the caller; everything else has its line here. */
export const evaluations: {
  readonly [Op in Exclude<Operation, "input" | "variable" | "constant">]: Evaluate<Op>;
} = {
  ...unaryEvaluations,
  ...binaryEvaluations,
  toFloat: (_, [x], result) => result.set(x),
  toInt: (_, [x], result) => each(result, (i) => Math.trunc(x[i])),
  stopGradient: (_, [x], result) => result.set(x),
  reshape: (_, [x], result) => result.set(x),
  tanhGradient: (_, [g, y], result) => each(result, (i) => g[i] * (1 - y[i] ** 2)),
  sigmoidGradient: (_, [g, y], result) => each(result, (i) => g[i] * y[i] * (1 - y[i])),
  reluGradient: (_, [g, y], result) => each(result, (i) => (y[i] > 0 ? g[i] : 0)),
  select: (_, [condition, whenTrue, whenFalse], result) => {
    const at = (values: Values, i: number) => values[values.length === 1 ? 0 : i];
    each(result, (i) => (at(condition, i) !== 0 ? at(whenTrue, i) : at(whenFalse, i)));
  },

  matmul: (node, [a, b], result) => {
    const { transposeA, transposeB } = node.attributes;
    const [rows, columns] = node.shape as [number, number];
    const inner = node.inputs[0].shape[transposeA ? 0 : 1];
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        let dot = 0;
        for (let k = 0; k < inner; k++) {
          dot +=
            a[transposeA ? k * rows + i : i * inner + k] * b[transposeB ? j * inner + k : k * columns + j];
        }
        result[i * columns + j] = dot;
      }
    }
  },

  convolution3x3: (node, [x, weights], result) => {
    const { transposed } = node.attributes;
    const [, , channels, filters] = node.inputs[1].shape as Images;
    result.fill(0);
    visit3x3(node.shape.with(3, channels) as unknown as Images, filters, (image, weight, place) => {
      if (transposed) result[image] += x[place] * weights[weight];
      else result[place] += x[image] * weights[weight];
    });
  },
  convolution3x3WeightGradient: (node, [x, gradient], result) => {
    result.fill(0);
    visit3x3(node.inputs[0].shape as Images, node.shape[3], (image, weight, place) => {
      result[weight] += x[image] * gradient[place];
    });
  },
  patches: (node, [x], result) => {
    const [, rows, columns] = node.shape as Images;
    result.fill(0);
    visitPatches(node.inputs[0].shape as Images, [rows, columns], node.attributes, (image, patch) => {
      result[patch] = x[image];
    });
  },
  foldPatches: (node, [x], result) => {
    const [, rows, columns] = node.inputs[0].shape as Images;
    result.fill(0);
    visitPatches(node.shape as Images, [rows, columns], node.attributes, (image, patch) => {
      result[image] += x[patch];
    });
  },

  sum: (node, [x], result) => {
    const into = walk(node.inputs[0].shape, broadcastStrides(node.shape, node.inputs[0].shape));
    result.fill(0);
    for (let i = 0; i < x.length; i++) result[into[i]] += x[i];
  },
  max: (node, [x], result) => {
    const into = walk(node.inputs[0].shape, broadcastStrides(node.shape, node.inputs[0].shape));
    result.fill(Number.NEGATIVE_INFINITY);
    for (let i = 0; i < x.length; i++) result[into[i]] = Math.max(result[into[i]], x[i]);
  },

  broadcast: (node, [x], result) => {
    const from = walk(node.shape, broadcastStrides(node.inputs[0].shape, node.shape));
    each(result, (i) => x[from[i]]);
  },
  transpose: (node, [x], result) => {
    const strides = stridesOf(node.inputs[0].shape);
    const from = walk(
      node.shape,
      node.attributes.permutation.map((axis) => strides[axis]),
    );
    each(result, (i) => x[from[i]]);
  },
  slice: (node, [x], result) => {
    const strides = stridesOf(node.inputs[0].shape);
    const from = walk(node.shape, strides, node.attributes.start * strides[node.attributes.axis]);
    each(result, (i) => x[from[i]]);
  },
  pad: (node, [x], result) => {
    const strides = stridesOf(node.shape);
    result.fill(0);
    place(node.inputs[0].shape, x, result, strides, node.attributes.before * strides[node.attributes.axis]);
  },
  concatenate: (node, parts, result) => {
    const strides = stridesOf(node.shape);
    let offset = 0;
    parts.forEach((part, index) => {
      const { shape } = node.inputs[index];
      place(shape, part, result, strides, offset);
      offset += shape[node.attributes.axis] * strides[node.attributes.axis];
    });
  },

  gatherRows: (node, [x, indices], result) => {
    const width = sizeOf(node.shape.slice(1));
    const rows = node.inputs[0].shape[0];
    indices.forEach((row, i) => {
      checkIndex("gatherRows", row, rows);
      result.set(x.subarray(row * width, (row + 1) * width), i * width);
    });
  },
  scatterAddRows: (node, [x, indices], result) => {
    const width = sizeOf(node.shape.slice(1));
    result.fill(0);
    indices.forEach((row, i) => {
      checkIndex("scatterAddRows", row, node.shape[0]);
      for (let j = 0; j < width; j++) result[row * width + j]! += x![i * width + j]!;
    });
  },
  pick: (node, [x, indices], result) => {
    const columns = node.inputs[0]!.shape.at(-1)!;
    indices!.forEach((column, i) => {
      checkIndex("pick", column, columns);
      result[i] = x![i * columns + column]!;
    });
  },
  unpick: (node, [x, indices], result) => setPicked("unpick", node.shape, indices, result, (i) => x[i]),
  oneHot: (node, [indices], result) => setPicked("oneHot", node.shape, indices, result, () => 1),

  logSoftmax: (node, [x], result) =>
    rows(node.shape, (start, end) => {
      const total = logSumExp(x.subarray(start, end));
      for (let i = start; i < end; i++) result[i] = x[i] - total;
    }),
  softmax: (node, [x], result) =>
    rows(node.shape, (start, end) => {
      const total = logSumExp(x.subarray(start, end));
      for (let i = start; i < end; i++) result[i] = Math.exp(x[i] - total);
    }),
  logSumExp: (node, [x], result) =>
    rows(node.inputs[0].shape, (start, end, row) => {
      result[row] = logSumExp(x.subarray(start, end));
    }),
  cumulativeSum: (node, [x], result) =>
    rows(node.shape, (start, end) => {
      let total = 0;
      for (let i = start; i < end; i++) {
        const at = node.attributes.reverse ? start + end - 1 - i : i;
        total += x[at];
        result[at] = total;
      }
    }),
  argMax: (node, [x], result) =>
    rows(node.inputs[0].shape, (start, end, row) => {
      let best = start;
      for (let i = start + 1; i < end; i++) if (x[i] > x[best]) best = i;
      result[row] = best - start;
    }),
};

function each(result: Values, value: (index: number) => number): void {
  for (let i = 0; i < result.length; i++) result[i] = value(i);
}

/** The offset that each element of a row-major `shape` has under other strides. */
function walk(shape: Shape, strides: readonly number[], start = 0): Int32Array {
  const offsets = new Int32Array(sizeOf(shape));
  for (let i = 0; i < offsets.length; i++) {
    let rest = i;
    let offset = start;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      offset += (rest % shape[axis]) * strides[axis];
      rest = Math.floor(rest / shape[axis]!);
    }
    offsets[i] = offset;
  }
  return offsets;
}

/** Copies a tensor into a larger one. */
function place(shape: Shape, x: Values, result: Values, strides: readonly number[], start: number): void {
  const to = walk(shape, strides, start);
  x.forEach((value, i) => {
    result[to[i]!] = value;
  });
}

function setPicked(
  owner: string,
  shape: Shape,
  indices: Values,
  result: Values,
  value: (i: number) => number,
): void {
  const columns = shape.at(-1)!;
  result.fill(0);
  indices.forEach((column, i) => {
    checkIndex(owner, column, columns);
    result[i * columns + column] = value(i);
  });
}

function rows(shape: Shape, visit: (start: number, end: number, row: number) => void): void {
  const columns = shape.at(-1)!;
  const count = sizeOf(shape) / columns;
  for (let row = 0; row < count; row++) visit(row * columns, (row + 1) * columns, row);
}

function logSumExp(x: Values): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (const value of x) largest = Math.max(largest, value);
  let total = 0;
  for (const value of x) total += Math.exp(value - largest);
  return largest + Math.log(total);
}

function checkIndex(owner: string, index: number, limit: number): void {
  if (!(index >= 0 && index < limit)) throw indexError(owner, index, limit);
}
