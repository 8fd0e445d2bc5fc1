import type { Expression, Operation, SpecialFunction } from "./expression.ts";
import { convolution3x3, convolution3x3WeightGradient } from "./operations/convolution.ts";
import { activationGradient } from "./operations/elementwise.ts";
import * as op from "./operations/index.ts";
import { takePatches } from "./operations/patches.ts";
import { type Shape, sameShape } from "./shape.ts";

/**
 * From a node and the gradient with respect to its value, the gradients with respect to its inputs
 * (undefined where an input has none). They are expressions of the same operations, so they differentiate again.
 */
type Derivative<Op extends Operation> = (
  node: Expression<Op>,
  gradient: Expression,
) => readonly (Expression | undefined)[];

/** Sums a gradient over the axes along which an operand was stretched to the gradient's shape. */
function sumTo(gradient: Expression, shape: Shape): Expression {
  if (sameShape(gradient.shape, shape)) return gradient;
  const missing = gradient.shape.length - shape.length;
  const axis = gradient.shape.flatMap((extent, at) =>
    at < missing || (shape[at - missing] === 1 && extent !== 1) ? [at] : [],
  );
  return op.reshape(op.sum(gradient, { axis, keepDimensions: true }), shape);
}

/** Binary operations: the two partial gradients at the common shape, each summed back to its operand's. */
function stretched(
  partials: (a: Expression, b: Expression, g: Expression, y: Expression) => [Expression, Expression],
) {
  return (node: Expression, gradient: Expression) => {
    const [a, b] = node.inputs as [Expression, Expression];
    const [toA, toB] = partials(a, b, gradient, node);
    return [sumTo(op.broadcastTo(toA, node.shape), a.shape), sumTo(op.broadcastTo(toB, node.shape), b.shape)];
  };
}

/** Unary operations: gradient times the derivative, written with the operand x and the result y. */
function scaled(derivative: (x: Expression, y: Expression) => Expression | number) {
  return (node: Expression, gradient: Expression) => [
    op.multiply(gradient, derivative(node.inputs[0], node)),
  ];
}

/** The last axis of extent 1 put back after a reduction over it. */
const withLastAxis = (x: Expression) => op.reshape(x, [...x.shape, 1]);
const sumOfRows = (x: Expression) => op.sum(x, { axis: -1, keepDimensions: true });
const none = () => [];

const twoOverRootPi = 2 / Math.sqrt(Math.PI);

/** The derivative of each special function at the node's operand. */
const specialDerivatives: Readonly<Record<SpecialFunction, (node: Expression<"special">) => Expression>> = {
  logGamma: ({ inputs: [x] }) => op.digamma(x),
  polygamma: ({ inputs: [x], attributes }) => op.polygamma(x, attributes.order + 1),
  stirlingError: ({ inputs: [x], attributes }) => op.stirlingError(x, attributes.order + 1),
  erf: ({ inputs: [x] }) => op.multiply(op.exp(op.negate(op.square(x))), twoOverRootPi),
  erfc: ({ inputs: [x] }) => op.multiply(op.exp(op.negate(op.square(x))), -twoOverRootPi),
  logNormalCdf: ({ inputs: [x] }) => op.inverseMillsRatio(x),
  inverseMillsRatio: (node) => op.negate(op.multiply(node, op.add(node.inputs[0], node))),
  logScaledBesselI0: ({ inputs: [x] }) => op.negate(op.besselRatioComplement(x)),
  // c′ = (1 − c)/x − c (2 − c), which is −½ at 0.
  besselRatioComplement: (node) => {
    const x = node.inputs[0];
    const ratio = op.divide(op.subtract(1, node), op.select(op.equal(x, 0), 1, x));
    return op.subtract(op.select(op.equal(x, 0), 0.5, ratio), op.multiply(node, op.subtract(2, node)));
  },
};

/** One rule for every operation that has a gradient. */
export const derivatives: { readonly [Op in Operation]: Derivative<Op> } = {
  input: none,
  variable: none,
  constant: none,
  toFloat: none,
  toInt: none,
  stopGradient: none,
  argMax: none,
  oneHot: none,
  floor: none,
  logGammaSlope: none,
  sign: none,
  less: none,
  lessEqual: none,
  equal: none,

  negate: (_, g) => [op.negate(g)],
  exp: scaled((_, y) => y),
  log: (node, g) => [op.divide(g, node.inputs[0])],
  expm1: scaled((_, y) => op.add(y, 1)),
  log1p: (node, g) => [op.divide(g, op.add(node.inputs[0], 1))],
  sqrt: (node, g) => [op.divide(g, op.multiply(node, 2))],
  square: scaled((x) => op.multiply(x, 2)),
  reciprocal: scaled((_, y) => op.negate(op.square(y))),
  abs: scaled((x) => op.sign(x)),
  softplus: scaled((x) => op.sigmoid(x)),
  sin: scaled((x) => op.cos(x)),
  cos: scaled((x) => op.negate(op.sin(x))),
  tanh: (node, g) => [activationGradient("tanhGradient", g, node)],
  sigmoid: (node, g) => [activationGradient("sigmoidGradient", g, node)],
  relu: (node, g) => [activationGradient("reluGradient", g, node)],
  tanhGradient: (node, g) => {
    const [inner, y] = node.inputs as [Expression, Expression];
    return [activationGradient("tanhGradient", g, y), op.multiply(op.multiply(g, inner), op.multiply(y, -2))];
  },
  sigmoidGradient: (node, g) => {
    const [inner, y] = node.inputs as [Expression, Expression];
    return [
      activationGradient("sigmoidGradient", g, y),
      op.multiply(op.multiply(g, inner), op.subtract(1, op.multiply(y, 2))),
    ];
  },
  reluGradient: (node, g) => [activationGradient("reluGradient", g, node.inputs[1]), undefined],

  add: stretched((_a, _b, g) => [g, g]),
  subtract: stretched((_a, _b, g) => [g, op.negate(g)]),
  multiply: stretched((a, b, g) => [op.multiply(g, b), op.multiply(g, a)]),
  divide: stretched((_a, b, g, y) => {
    const overB = op.divide(g, b);
    return [overB, op.negate(op.multiply(overB, y))];
  }),
  minimum: stretched((a, b, g) => {
    const first = op.lessEqual(a, b);
    return [op.select(first, g, 0), op.select(first, 0, g)];
  }),
  maximum: stretched((a, b, g) => {
    const first = op.lessEqual(b, a);
    return [op.select(first, g, 0), op.select(first, 0, g)];
  }),
  power: stretched((a, b, g, y) => [
    op.multiply(g, op.multiply(b, op.power(a, op.subtract(b, 1)))),
    op.multiply(g, op.multiply(y, op.log(a))),
  ]),
  select: (node, g) => {
    const [condition, whenTrue, whenFalse] = node.inputs as [Expression, Expression, Expression];
    return [
      undefined,
      sumTo(op.select(condition, g, 0), whenTrue.shape),
      sumTo(op.select(condition, 0, g), whenFalse.shape),
    ];
  },

  special: (node, g) => [op.multiply(g, specialDerivatives[node.attributes.name](node))],
  deviance: stretched((x, m, g) => [
    op.multiply(g, op.log(op.divide(x, m))),
    op.multiply(g, op.divide(op.subtract(m, x), m)),
  ]),

  matmul: (node, g) => {
    const [a, b] = node.inputs as [Expression, Expression];
    const { transposeA, transposeB } = node.attributes;
    const toA = transposeA
      ? op.matmul(b, g, { transposeA: transposeB, transposeB: true })
      : op.matmul(g, b, { transposeB: !transposeB });
    const toB = transposeB
      ? op.matmul(g, a, { transposeA: true, transposeB: transposeA })
      : op.matmul(a, g, { transposeA: !transposeA });
    return [toA, toB];
  },

  // Convolution, its transpose and its weight gradient are the partial gradients of one trilinear form, Σ g·(x ∗ w): so
  // each of them is differentiated by the other two.
  convolution3x3: (node, g) => {
    const [x, weights] = node.inputs as [Expression, Expression];
    const { transposed } = node.attributes;
    return [
      convolution3x3(g, weights, { transposed: !transposed }),
      transposed ? convolution3x3WeightGradient(g, x) : convolution3x3WeightGradient(x, g),
    ];
  },
  convolution3x3WeightGradient: (node, g) => {
    const [x, gradient] = node.inputs as [Expression, Expression];
    return [convolution3x3(gradient, g, { transposed: true }), convolution3x3(x, g)];
  },
  patches: (node, g) => [op.foldPatches(g, node.attributes, node.inputs[0].shape)],
  foldPatches: (node, g) => {
    const [, rows, columns] = node.inputs[0].shape as [number, number, number];
    return [takePatches(g, node.attributes, [rows, columns])];
  },

  sum: (node, g) => [op.broadcastTo(g, node.inputs[0].shape)],
  max: (node, g) => {
    const x = node.inputs[0];
    const largest = op.equal(x, node);
    const share = op.divide(g, op.sum(largest, { axis: node.attributes.axes, keepDimensions: true }));
    return [op.multiply(largest, share)];
  },
  broadcast: (node, g) => [sumTo(g, node.inputs[0].shape)],
  reshape: (node, g) => [op.reshape(g, node.inputs[0].shape)],
  transpose: (node, g) => {
    const { permutation } = node.attributes;
    return [
      op.transpose(
        g,
        permutation.map((_, axis) => permutation.indexOf(axis)),
      ),
    ];
  },
  slice: (node, g) => {
    const { axis, start } = node.attributes;
    return [op.pad(g, axis, start, node.inputs[0].shape[axis])];
  },
  pad: (node, g) => {
    const { axis, before } = node.attributes;
    return [op.slice(g, axis, before, before + node.inputs[0].shape[axis])];
  },
  concatenate: (node, g) => {
    const { axis } = node.attributes;
    let start = 0;
    return node.inputs.map((part) => {
      const end = start + part.shape[axis];
      const share = op.slice(g, axis, start, end);
      start = end;
      return share;
    });
  },

  gatherRows: (node, g) => {
    const [x, indices] = node.inputs as [Expression, Expression];
    return [op.scatterAddRows(g, indices, x.shape[0]), undefined];
  },
  scatterAddRows: (node, g) => [op.gatherRows(g, node.inputs[1]), undefined],
  pick: (node, g) => [op.unpick(g, node.inputs[1]!, node.inputs[0]!.shape.at(-1)!), undefined],
  unpick: (node, g) => [op.pick(g, node.inputs[1]), undefined],

  logSoftmax: (node, g) => [op.subtract(g, op.multiply(op.exp(node), sumOfRows(g)))],
  softmax: (node, g) => [op.multiply(node, op.subtract(g, sumOfRows(op.multiply(g, node))))],
  logSumExp: (node, g) => [op.multiply(op.softmax(node.inputs[0]), withLastAxis(g))],
  cumulativeSum: (node, g) => [op.cumulativeSum(g, { reverse: !node.attributes.reverse })],
};

/** The gradients with respect to a node's inputs. */
export function inputGradients(node: Expression, gradient: Expression): readonly (Expression | undefined)[] {
  const derivative = derivatives[node.operation] as Derivative<Operation>;
  return derivative(node, gradient);
}
