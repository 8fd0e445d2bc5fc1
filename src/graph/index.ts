export type { DType, Expression, FloatExpression, Input, IntExpression, Variable } from "./expression.ts";
export { grad } from "./grad.ts";
export * from "./operations/index.ts";
export {
  type RowArray,
  type RowArrays,
  type RowExpressions,
  type Rows,
  type RowType,
  type RowViews,
  rowInputs,
  scalarRow,
  widthOf,
} from "./rows.ts";
export type { Shape } from "./shape.ts";
export type { Padding, Pair, Window, WindowOptions } from "./window.ts";
