import type { Expression } from "../../src/graph/index.ts";
import * as graph from "../../src/graph/index.ts";
import { convolution3x3, convolution3x3WeightGradient } from "../../src/graph/operations/convolution.ts";
import type { Padding, Pair } from "../../src/graph/window.ts";
import type { Case } from "./cases.ts";

type Images = readonly [batch: number, height: number, width: number, channels: number];

/** Small ones for difference quotients; and with more tiles, channels and filters than fit into a block or a vector. */
const winogradSizes: [Images, filters: number][] = [
  [[1, 3, 3, 1], 1],
  [[2, 4, 5, 1], 2],
  [[1, 2, 1, 5], 3],
  [[1, 9, 9, 8], 8],
  [[5, 9, 9, 5], 18],
  [[1, 19, 19, 17], 4],
  [[2, 8, 121, 3], 7],
];

const winograd: Case[] = winogradSizes.flatMap(([images, filters]) => {
  const weights = [3, 3, images[3], filters];
  const results = images.with(3, filters);
  const suffix = `of [${images}] to ${filters} filters`;
  const tolerance = 1e-5; // Winograd's transforms add and subtract larger numbers than the results are
  return [
    {
      name: `convolution3x3 ${suffix}`,
      operands: [{ shape: images }, { shape: weights }],
      build: (x: Expression, w: Expression) => convolution3x3(x, w),
      tolerance,
    },
    {
      name: `transposed convolution3x3 ${suffix}`,
      operands: [{ shape: results }, { shape: weights }],
      build: (g: Expression, w: Expression) => convolution3x3(g, w, { transposed: true }),
      tolerance,
    },
    {
      name: `convolution3x3WeightGradient ${suffix}`,
      operands: [{ shape: images }, { shape: results }],
      build: convolution3x3WeightGradient,
      tolerance,
    },
  ];
});

const windows: [Images, kernel: Pair, options: { stride?: Pair; padding?: Padding }][] = [
  [[2, 3, 4, 2], 2, {}],
  [[2, 3, 4, 2], [3, 1], { padding: "valid" }],
  [[1, 5, 4, 1], 3, { stride: 2 }],
  [[1, 4, 5, 3], [2, 3], { stride: [1, 2], padding: [1, 2] }],
  [[1, 3, 3, 2], 2, { stride: 3, padding: 0 }],
  [[1, 2, 2, 1], 5, { padding: "same" }],
  [[3, 9, 9, 7], 5, {}],
  [[2, 12, 10, 4], 4, { stride: 2, padding: "valid" }],
];

const seen: Case[] = windows.flatMap(([images, kernel, options]) => {
  const [rows, columns] = typeof kernel === "number" ? [kernel, kernel] : kernel;
  const suffix = `of [${images}] by ${rows}×${columns}, ${JSON.stringify(options)}`;
  const operands = [{ shape: images }];
  return [
    { name: `patches ${suffix}`, operands, build: (x: Expression) => graph.patches(x, kernel, options) },
    {
      name: `convolution ${suffix}`,
      operands: [{ shape: images }, { shape: [rows, columns, images[3], 3] }],
      build: (x: Expression, w: Expression) => graph.convolution(x, w, options),
    },
    { name: `maxPool ${suffix}`, operands, build: (x: Expression) => graph.maxPool(x, kernel, options) },
    {
      name: `averagePool ${suffix}`,
      operands,
      build: (x: Expression) => graph.averagePool(x, kernel, options),
    },
  ];
});

const activations = { tanh: graph.tanh, relu: graph.relu, sigmoid: graph.sigmoid } as const;

const layers: Case[] = Object.entries(activations).flatMap(([name, activation]) =>
  [1, 3].map((kernel) => ({
    name: `two ${kernel}×${kernel} convolutions with ${name}`,
    operands: [
      { shape: [2, 3, 2, 3] },
      { shape: [kernel, kernel, 3, 2] },
      { shape: [2] },
      { shape: [kernel, kernel, 2, 1] },
    ],
    build: (x: Expression, w: Expression, bias: Expression, v: Expression) => {
      const convolve = kernel === 3 ? convolution3x3 : graph.convolution;
      return convolve(activation(graph.add(convolve(x, w), bias)), v);
    },
  })),
);

export const convolutions: readonly Case[] = [
  ...winograd,
  ...seen,
  ...layers,
  { name: "globalAveragePool", operands: [{ shape: [2, 3, 4, 2] }], build: graph.globalAveragePool },
];
