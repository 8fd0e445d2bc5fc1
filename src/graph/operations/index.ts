export * from "./elementwise.ts";
export * from "./indexing.ts";
export * from "./layout.ts";
export { constant, input, inputIndices, type Operand, toExpression, variable } from "./leaves.ts";
export * from "./matmul.ts";
export * from "./reductions.ts";
export * from "./softmax.ts";
