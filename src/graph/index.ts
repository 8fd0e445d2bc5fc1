export { compile, type ProgramDescription } from "./compile.ts";
export type { DType, Expression, FloatExpression, Input, IntExpression, Variable } from "./expression.ts";
export { grad } from "./grad.ts";
export * from "./operations/index.ts";
export type { Floats, Program } from "./program.ts";
export type { Shape } from "./shape.ts";
export type { Assign, Update } from "./update.ts";
export type { Padding, Pair, Window, WindowOptions } from "./window.ts";
