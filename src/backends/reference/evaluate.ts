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
import {
  type BinaryLoop,
  binaryLoops,
  devianceLoop,
  logGammaSlopeLoop,
  specialFunctions,
  unaryLoops,
} from "./elementwise.ts";
import { planCopy, planWalk } from "./strided.ts";

export type Values = Float64Array | Int32Array;

/**
 * Makes ready to compute a node's values: what can be known beforehand (offsets, extents) is found here, and the
 * function that comes out fills `result` from the inputs' values at every run, without allocating.
 */
type Prepare<Op extends Operation> = (
  node: Expression<Op>,
  inputs: readonly Values[],
  result: Values,
) => () => void;

const unaryPreparations = Object.fromEntries(
  unaryOperations.map((operation): [UnaryOperation, Prepare<UnaryOperation>] => [
    operation,
    (_, [x], result) => {
      const loop = unaryLoops[operation];
      return () => loop(x as Float64Array, result as Float64Array);
    },
  ]),
) as { readonly [Op in UnaryOperation]: Prepare<Op> };

/** A function of two operands over their common shape. */
function prepareBinary(node: Expression, [a, b]: readonly Values[], result: Values, loop: BinaryLoop) {
  const [x, y, r] = [a, b, result] as [Float64Array, Float64Array, Float64Array];
  const { shape } = node;
  const walk = planWalk(shape, [
    stridesOf(shape),
    ...node.inputs.map((input) => broadcastStrides(input.shape, shape)),
  ]);
  const [di, dj, dk] = walk.strides;
  const [i, j, k] = walk.starts;
  return () => {
    for (let run = 0; run < walk.runs; run++) {
      loop(walk.length, r, i[run], di, x, j[run], dj, y, k[run], dk);
    }
  };
}

const binaryPreparations = Object.fromEntries(
  binaryOperations.map((operation): [BinaryOperation, Prepare<BinaryOperation>] => [
    operation,
    (node, inputs, result) => prepareBinary(node, inputs, result, binaryLoops[operation]),
  ]),
) as { readonly [Op in BinaryOperation]: Prepare<Op> };

/** Values at the leaves are kept by the caller, and a reshape has its input's; everything else has its line here. */
export const preparations: {
  readonly [Op in Exclude<
    Operation,
    "input" | "variable" | "constant" | "reshape" | "stopGradient"
  >]: Prepare<Op>;
} = {
  ...unaryPreparations,
  ...binaryPreparations,
  toFloat:
    (_, [x], result) =>
    () =>
      result.set(x),
  toInt:
    (_, [x], result) =>
    () => {
      for (let i = 0; i < result.length; i++) result[i] = Math.min(Math.max(x[i], -(2 ** 31)), 2 ** 31 - 1);
    },
  tanhGradient:
    (_, [g, y], result) =>
    () => {
      for (let i = 0; i < result.length; i++) result[i] = g[i] * (1 - y[i] * y[i]);
    },
  sigmoidGradient:
    (_, [g, y], result) =>
    () => {
      for (let i = 0; i < result.length; i++) result[i] = g[i] * y[i] * (1 - y[i]);
    },
  reluGradient:
    (_, [g, y], result) =>
    () => {
      for (let i = 0; i < result.length; i++) result[i] = y[i] > 0 ? g[i] : 0;
    },
  select: (_, [condition, whenTrue, whenFalse], result) => {
    const [dc, dt, df] = [condition, whenTrue, whenFalse].map(({ length }) => (length === 1 ? 0 : 1));
    return () => {
      for (let i = 0; i < result.length; i++) {
        result[i] = condition[i * dc] !== 0 ? whenTrue[i * dt] : whenFalse[i * df];
      }
    };
  },

  special: (node, [x], result) => {
    const f = specialFunctions[node.attributes.name];
    const { order } = node.attributes;
    return () => {
      for (let i = 0; i < result.length; i++) result[i] = f(x[i], order);
    };
  },
  deviance: (node, inputs, result) => prepareBinary(node, inputs, result, devianceLoop),
  logGammaSlope: (node, inputs, result) => prepareBinary(node, inputs, result, logGammaSlopeLoop),

  matmul: (node, [a, b], result) => {
    const { transposeA, transposeB } = node.attributes;
    const [rows, columns] = node.shape as [number, number];
    const inner = node.inputs[0].shape[transposeA ? 0 : 1];
    const [rowOfA, columnOfA] = transposeA ? [1, rows] : [inner, 1];
    const [rowOfB, columnOfB] = transposeB ? [1, inner] : [columns, 1];
    return () => {
      result.fill(0);
      for (let i = 0; i < rows; i++) {
        for (let k = 0; k < inner; k++) {
          const factor = a[i * rowOfA + k * columnOfA];
          for (let j = 0; j < columns; j++) {
            result[i * columns + j] += factor * b[k * rowOfB + j * columnOfB];
          }
        }
      }
    };
  },

  convolution3x3: (node, [x, weights], result) => {
    const { transposed } = node.attributes;
    const [, , channels, filters] = node.inputs[1].shape as Images;
    const images = node.shape.with(3, channels) as unknown as Images;
    return () => {
      result.fill(0);
      visit3x3(images, filters, (image, weight, place) => {
        if (transposed) result[image] += x[place] * weights[weight];
        else result[place] += x[image] * weights[weight];
      });
    };
  },
  convolution3x3WeightGradient:
    (node, [x, gradient], result) =>
    () => {
      result.fill(0);
      visit3x3(node.inputs[0].shape as Images, node.shape[3], (image, weight, place) => {
        result[weight] += x[image] * gradient[place];
      });
    },
  patches: (node, [x], result) => {
    const [, rows, columns] = node.shape as Images;
    return () => {
      result.fill(0);
      visitPatches(node.inputs[0].shape as Images, [rows, columns], node.attributes, (image, patch) => {
        result[patch] = x[image];
      });
    };
  },
  foldPatches: (node, [x], result) => {
    const [, rows, columns] = node.inputs[0].shape as Images;
    return () => {
      result.fill(0);
      visitPatches(node.shape as Images, [rows, columns], node.attributes, (image, patch) => {
        result[image] += x[patch];
      });
    };
  },

  sum: (node, [x], result) =>
    prepareReduction(node, result, (at, count, stride) => {
      let total = 0;
      for (let i = 0; i < count; i++) total += x[at + i * stride];
      return total;
    }),
  max: (node, [x], result) =>
    prepareReduction(node, result, (at, count, stride) => {
      let largest = Number.NEGATIVE_INFINITY;
      for (let i = 0; i < count; i++) largest = Math.max(largest, x[at + i * stride]);
      return largest;
    }),

  broadcast: (node, [x], result) =>
    planCopy(x, result, { shape: node.shape, strides: broadcastStrides(node.inputs[0].shape, node.shape) }),
  transpose: (node, [x], result) => {
    const strides = stridesOf(node.inputs[0].shape);
    const permuted = node.attributes.permutation.map((axis) => strides[axis]);
    return planCopy(x, result, { shape: node.shape, strides: permuted });
  },
  slice: (node, [x], result) => {
    const strides = stridesOf(node.inputs[0].shape);
    const { axis, start } = node.attributes;
    return planCopy(x, result, { shape: node.shape, strides, start: start * strides[axis] });
  },
  pad: (node, [x], result) => {
    const { axis, before } = node.attributes;
    const copy = planPlacement(node.inputs[0].shape, x, result, stridesOf(node.shape), axis, before);
    return () => {
      result.fill(0);
      copy();
    };
  },
  concatenate: (node, parts, result) => {
    const { axis } = node.attributes;
    let before = 0;
    const copies = parts.map((part, index) => {
      const { shape } = node.inputs[index];
      const copy = planPlacement(shape, part, result, stridesOf(node.shape), axis, before);
      before += shape[axis];
      return copy;
    });
    return () => {
      for (const copy of copies) copy();
    };
  },

  gatherRows: (node, [x, indices], result) => {
    const width = sizeOf(node.shape.slice(1));
    const rows = node.inputs[0].shape[0];
    return () => {
      for (let i = 0; i < indices.length; i++) {
        const from = checkIndex("gatherRows", indices[i], rows) * width;
        for (let j = 0; j < width; j++) result[i * width + j] = x[from + j];
      }
    };
  },
  scatterAddRows: (node, [x, indices], result) => {
    const width = sizeOf(node.shape.slice(1));
    const rows = node.shape[0];
    return () => {
      result.fill(0);
      for (let i = 0; i < indices.length; i++) {
        const to = checkIndex("scatterAddRows", indices[i], rows) * width;
        for (let j = 0; j < width; j++) result[to + j] += x[i * width + j];
      }
    };
  },
  pick: (node, [x, indices], result) => {
    const columns = node.inputs[0].shape.at(-1)!;
    return () => {
      for (let i = 0; i < result.length; i++) {
        result[i] = x[i * columns + checkIndex("pick", indices[i], columns)];
      }
    };
  },
  unpick: (node, [x, indices], result) => {
    const columns = node.shape.at(-1)!;
    return () => {
      result.fill(0);
      for (let i = 0; i < indices.length; i++) {
        result[i * columns + checkIndex("unpick", indices[i], columns)] = x[i];
      }
    };
  },
  oneHot: (node, [indices], result) => {
    const columns = node.shape.at(-1)!;
    return () => {
      result.fill(0);
      for (let i = 0; i < indices.length; i++) {
        result[i * columns + checkIndex("oneHot", indices[i], columns)] = 1;
      }
    };
  },

  logSoftmax: (node, [x], result) =>
    eachRow(node.shape, (start, end) => {
      const [largest, rest] = logSumExp(x, start, end);
      for (let i = start; i < end; i++) result[i] = x[i] - largest - rest;
    }),
  softmax: (node, [x], result) =>
    eachRow(node.shape, (start, end) => {
      const [largest, rest] = logSumExp(x, start, end);
      for (let i = start; i < end; i++) result[i] = Math.exp(x[i] - largest - rest);
    }),
  logSumExp: (node, [x], result) =>
    eachRow(node.inputs[0].shape, (start, end, row) => {
      const [largest, rest] = logSumExp(x, start, end);
      result[row] = Number.isFinite(largest) ? largest + rest : largest;
    }),
  cumulativeSum: (node, [x], result) =>
    eachRow(node.shape, (start, end) => {
      let total = 0;
      for (let i = start; i < end; i++) {
        const at = node.attributes.reverse ? start + end - 1 - i : i;
        total += x[at];
        result[at] = total;
      }
    }),
  argMax: (node, [x], result) =>
    eachRow(node.inputs[0].shape, (start, end, row) => {
      let best = start;
      // A NaN counts as larger than anything; the first of several counts.
      for (let i = start + 1; i < end && !Number.isNaN(x[best]); i++) if (!(x[i] <= x[best])) best = i;
      result[row] = best - start;
    }),
};

/** A reduction over neighboring axes: `reduce` takes `count` entries from `at` on, `stride` apart, together. */
function prepareReduction(
  node: Expression<"sum" | "max">,
  result: Values,
  reduce: (at: number, count: number, stride: number) => number,
): () => void {
  const { shape } = node.inputs[0];
  const { axes } = node.attributes;
  const stride = sizeOf(shape.slice(axes.at(-1)! + 1));
  const count = sizeOf(axes.map((axis) => shape[axis]));
  return () => {
    for (let i = 0; i < result.length; i++) {
      const inner = i % stride;
      result[i] = reduce((i - inner) * count + inner, count, stride);
    }
  };
}

/** A copy of a tensor into a larger one, `before` entries into its axis. */
function planPlacement(
  shape: Shape,
  x: Values,
  result: Values,
  targetStrides: readonly number[],
  axis: number,
  before: number,
): () => void {
  const targetStart = before * targetStrides[axis];
  return planCopy(x, result, { shape, strides: stridesOf(shape), targetStrides, targetStart });
}

function eachRow(shape: Shape, visit: (start: number, end: number, row: number) => void): () => void {
  const columns = shape.at(-1)!;
  const count = sizeOf(shape) / columns;
  return () => {
    for (let row = 0; row < count; row++) visit(row * columns, (row + 1) * columns, row);
  };
}

/** The largest entry, and the logarithm of the sum of exp(x − largest): beside a large entry their sum has no digits for it. */
function logSumExp(x: Values, start: number, end: number): readonly [largest: number, rest: number] {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = start; i < end; i++) largest = Math.max(largest, x[i]);
  let total = 0;
  for (let i = start; i < end; i++) total += Math.exp(x[i] - largest);
  return [largest, Math.log(total)];
}

function checkIndex(owner: string, index: number, limit: number): number {
  if (!(index >= 0 && index < limit)) throw indexError(owner, index, limit);
  return index;
}
