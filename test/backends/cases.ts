import type { Expression, FloatExpression, Shape } from "../../src/graph/index.ts";
import * as graph from "../../src/graph/index.ts";
import { activationGradient } from "../../src/graph/operations/elementwise.ts";
import { convolutions } from "./convolution-cases.ts";

/** A tensor that a case works on: its shape, and the range in which its operation is smooth. */
export interface Operand {
  readonly shape: Shape;
  readonly low?: number;
  readonly high?: number;
  /** Integers from 0 to this, not included: indices. */
  readonly below?: number;
}

/** One operation on given operands: what every backend must compute alike, and differentiate. */
export interface Case {
  readonly name: string;
  readonly operands: readonly Operand[];
  readonly build: (...operands: Expression[]) => Expression;
  /** Comparisons, roundings and indices have values but no gradient. */
  readonly differentiable?: false;
  /** How far float32 may be from float64, relative to the largest entry; default 3e-6. */
  readonly tolerance?: number;
  /** Operations that only the reference backend has. */
  readonly compiled?: false;
}

const unary = (name: string, build: (x: Expression) => FloatExpression, low = -2, high = 2): Case[] =>
  [[], [1], [3], [4, 5], [17], [2, 3, 7]].map((shape) => ({
    name: `${name} of [${shape}]`,
    operands: [{ shape, low, high }],
    build,
  }));

const broadcasts: [Shape, Shape][] = [
  [[], []],
  [[5], [5]],
  [[4, 3], []],
  [[], [4, 3]],
  [[4, 3], [3]],
  [
    [4, 3],
    [4, 1],
  ],
  [
    [4, 1],
    [1, 3],
  ],
  [
    [2, 3, 5],
    [3, 1],
  ],
  [
    [2, 1, 5, 1],
    [3, 1, 2],
  ],
  [
    [7, 2],
    [7, 1],
  ],
];
const binary = (
  name: string,
  build: (x: Expression, y: Expression) => FloatExpression,
  low = -2,
  high = 2,
): Case[] =>
  broadcasts.map(([a, b]) => ({
    name: `${name} of [${a}] and [${b}]`,
    operands: [
      { shape: a, low, high },
      { shape: b, low, high },
    ],
    build,
  }));

const withoutGradient = (cases: Case[]): Case[] => cases.map((each) => ({ ...each, differentiable: false }));

const products: Case[] = [
  [1, 1, 1],
  [1, 64, 2],
  [5, 3, 4],
  [7, 13, 1],
  [16, 17, 8],
  [33, 5, 9],
].flatMap(([rows, inner, columns]) =>
  [false, true].flatMap((transposeA) =>
    [false, true].map((transposeB) => ({
      name: `matmul ${rows}×${inner}×${columns}${transposeA ? " Aᵀ" : ""}${transposeB ? " Bᵀ" : ""}`,
      operands: [
        { shape: transposeA ? [inner, rows] : [rows, inner] },
        { shape: transposeB ? [columns, inner] : [inner, columns] },
      ],
      build: (a: Expression, b: Expression) => graph.matmul(a, b, { transposeA, transposeB }),
    })),
  ),
);

const layers: Case[] = (
  [
    ["none", (x: Expression) => x as FloatExpression],
    ["tanh", graph.tanh],
    ["relu", graph.relu],
    ["sigmoid", graph.sigmoid],
  ] as const
).flatMap(([name, activation]) => [
  {
    name: `layer with ${name}`,
    operands: [{ shape: [6, 5] }, { shape: [5, 7] }, { shape: [7] }],
    build: (x: Expression, w: Expression, b: Expression) => activation(graph.add(graph.matmul(x, w), b)),
  },
  {
    name: `two layers with ${name}`,
    operands: [{ shape: [6, 5] }, { shape: [5, 4] }, { shape: [4] }, { shape: [4, 2] }],
    build: (x: Expression, w: Expression, b: Expression, v: Expression) =>
      graph.matmul(activation(graph.add(graph.matmul(x, w), b)), v),
  },
]);

const special: Case[] = [
  ...unary("logGamma", graph.logGamma, 0.3, 12),
  ...unary("digamma", graph.digamma, 0.3, 12),
  ...unary("trigamma", graph.trigamma, 0.3, 12),
  ...unary("polygamma of order 2", (x) => graph.polygamma(x, 2), 0.5, 12),
  ...unary("stirlingError", graph.stirlingError, 0.3, 12),
  ...unary("erf", graph.erf),
  ...unary("erfc", graph.erfc),
  ...unary("logNormalCdf", graph.logNormalCdf, -6, 3),
  ...unary("inverseMillsRatio", graph.inverseMillsRatio, -6, 3),
  ...unary("logScaledBesselI0", graph.logScaledBesselI0, 0.2, 30),
  ...unary("besselRatioComplement", graph.besselRatioComplement, 0.2, 30),
  ...binary("deviance", graph.deviance, 0.3, 3),
  ...binary("logBeta", graph.logBeta, 0.3, 9),
].map((each) => ({ ...each, compiled: false as const }));

const reductions: Case[] = (
  [
    [[6], undefined],
    [[4, 5], undefined],
    [[4, 5], 0],
    [[4, 5], 1],
    [[4, 2], -1],
    [[3, 4, 5], 1],
    [
      [3, 4, 5],
      [0, 2],
    ],
    [
      [3, 4, 5],
      [1, 2],
    ],
    [[1, 9], 0],
  ] as [Shape, number | number[] | undefined][]
).flatMap(([shape, axis]) =>
  [false, true].flatMap((keepDimensions) => {
    const options = { keepDimensions, ...(axis !== undefined && { axis }) };
    const suffix = `of [${shape}] over ${axis ?? "all"}${keepDimensions ? ", kept" : ""}`;
    const operands = [{ shape }];
    return [
      { name: `sum ${suffix}`, operands, build: (x: Expression) => graph.sum(x, options) },
      { name: `mean ${suffix}`, operands, build: (x: Expression) => graph.mean(x, options) },
      { name: `max ${suffix}`, operands, build: (x: Expression) => graph.max(x, options) },
      {
        name: `sum of squares ${suffix}`,
        operands,
        build: (x: Expression) => graph.sum(graph.square(x), options),
      },
      { name: `variance ${suffix}`, operands, build: (x: Expression) => graph.variance(x, options) },
    ];
  }),
);

const softmaxes: Case[] = [[1], [5], [9, 2], [6, 3], [17, 4], [3, 82], [2, 3, 5]].flatMap((shape) => {
  const operands = [{ shape }];
  return [
    { name: `softmax of [${shape}]`, operands, build: graph.softmax },
    { name: `logSoftmax of [${shape}]`, operands, build: graph.logSoftmax },
    { name: `logSumExp of [${shape}]`, operands, build: graph.logSumExp },
    { name: `cumulativeSum of [${shape}]`, operands, build: (x: Expression) => graph.cumulativeSum(x) },
    {
      name: `reverse cumulativeSum of [${shape}]`,
      operands,
      build: (x: Expression) => graph.cumulativeSum(x, { reverse: true }),
    },
    { name: `argMax of [${shape}]`, operands, build: graph.argMax, differentiable: false as const },
  ];
});

const layouts: Case[] = [
  { name: "reshape", operands: [{ shape: [4, 6] }], build: (x) => graph.reshape(x, [3, 8]) },
  { name: "transpose", operands: [{ shape: [5, 9] }], build: (x) => graph.transpose(x) },
  { name: "permute", operands: [{ shape: [2, 3, 4] }], build: (x) => graph.transpose(x, [1, 2, 0]) },
  { name: "broadcast a scalar", operands: [{ shape: [] }], build: (x) => graph.broadcastTo(x, [3, 4]) },
  { name: "broadcast rows", operands: [{ shape: [1, 4] }], build: (x) => graph.broadcastTo(x, [2, 3, 4]) },
  { name: "slice rows", operands: [{ shape: [6, 3] }], build: (x) => graph.slice(x, 0, 1, 4) },
  { name: "slice columns", operands: [{ shape: [4, 7] }], build: (x) => graph.slice(x, 1, 2, 5) },
  { name: "pad rows", operands: [{ shape: [2, 3] }], build: (x) => graph.pad(x, 0, 1, 5) },
  { name: "pad columns", operands: [{ shape: [3, 2] }], build: (x) => graph.pad(x, -1, 2, 5) },
  {
    name: "concatenate rows",
    operands: [{ shape: [2, 3] }, { shape: [1, 3] }],
    build: (x, y) => graph.concatenate([x, y], 0),
  },
  {
    name: "concatenate columns",
    operands: [{ shape: [3, 2] }, { shape: [3, 1] }, { shape: [3, 4] }],
    build: (...parts) => graph.concatenate(parts, 1),
  },
];

const indexing: Case[] = [
  { name: "gatherRows", operands: [{ shape: [5, 3] }, { shape: [8], below: 5 }], build: graph.gatherRows },
  {
    name: "gatherRows of scalars",
    operands: [{ shape: [5] }, { shape: [3], below: 5 }],
    build: graph.gatherRows,
  },
  {
    name: "scatterAddRows",
    operands: [{ shape: [8, 3] }, { shape: [8], below: 4 }],
    build: (x, i) => graph.scatterAddRows(x, i, 5),
  },
  { name: "pick", operands: [{ shape: [6, 4] }, { shape: [6], below: 4 }], build: graph.pick },
  {
    name: "unpick",
    operands: [{ shape: [6] }, { shape: [6], below: 3 }],
    build: (x, i) => graph.unpick(x, i, 3),
  },
  {
    name: "oneHot",
    operands: [{ shape: [5], below: 4 }],
    build: (i) => graph.oneHot(i, 4),
    differentiable: false,
  },
  { name: "toFloat", operands: [{ shape: [5], below: 9 }], build: graph.toFloat, differentiable: false },
  { name: "toInt", operands: [{ shape: [5], low: -9, high: 9 }], build: graph.toInt, differentiable: false },
];

const selections: Case[] = [
  {
    name: "select",
    operands: [{ shape: [4, 3] }, { shape: [4, 3] }, { shape: [4, 3] }],
    build: (c, x, y) => graph.select(graph.less(c, 0), x, y),
  },
  {
    name: "select with a scalar",
    operands: [{ shape: [7] }, { shape: [7] }],
    build: (c, x) => graph.select(graph.less(c, 0.1), x, 0),
  },
  {
    name: "select with a row",
    operands: [{ shape: [4, 3] }, { shape: [3] }, { shape: [] }],
    build: (c, x, y) => graph.select(graph.less(c, 0), x, y),
  },
  { name: "clamp", operands: [{ shape: [15] }], build: (x) => graph.clamp(x, -0.7, 0.9) },
];

export const cases: readonly Case[] = [
  ...unary("negate", graph.negate),
  ...unary("exp", graph.exp),
  ...unary("log", graph.log, 0.2, 3),
  ...unary("expm1", graph.expm1),
  ...unary("log1p", graph.log1p, -0.7, 3),
  ...unary("sqrt", graph.sqrt, 0.2, 3),
  ...unary("square", graph.square),
  ...unary("reciprocal", graph.reciprocal, 0.5, 3),
  ...unary("abs", graph.abs),
  ...unary("tanh", graph.tanh),
  ...unary("sigmoid", graph.sigmoid),
  ...unary("softplus", graph.softplus),
  ...unary("relu", graph.relu),
  ...unary("sin", graph.sin),
  ...unary("cos", graph.cos),
  ...withoutGradient(unary("sign", graph.sign)),
  ...withoutGradient(unary("floor", graph.floor)),
  ...binary("add", graph.add),
  ...binary("subtract", graph.subtract),
  ...binary("multiply", graph.multiply),
  ...binary("divide", graph.divide, 0.5, 2),
  ...binary("minimum", graph.minimum),
  ...binary("maximum", graph.maximum),
  ...binary("power", graph.power, 0.5, 2),
  ...withoutGradient(binary("less", graph.less)),
  ...withoutGradient(binary("lessEqual", graph.lessEqual)),
  ...withoutGradient(binary("equal", graph.equal)),
  ...(["tanhGradient", "sigmoidGradient", "reluGradient"] as const).map((operation) => ({
    name: operation,
    operands: [{ shape: [4, 5] }, { shape: [4, 5] }],
    build: (g: Expression, y: Expression) => activationGradient(operation, g, y),
  })),
  ...products,
  ...layers,
  ...reductions,
  ...softmaxes,
  ...convolutions,
  ...layouts,
  ...indexing,
  ...selections,
  ...special,
];
