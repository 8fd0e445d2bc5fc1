import {
  createExpression,
  type DType,
  type Expression,
  type FloatExpression,
  type Operation,
} from "../expression.ts";
import { formatShape, requireShape, type Shape } from "../shape.ts";
import { checkLastAxis, checkType } from "./leaves.ts";

/** Rows of x by index: result[i, …] = x[indices[i], …]. An index out of range stops the run. */
export function gatherRows<Type extends DType>(
  x: Expression<Operation, Type>,
  indices: Expression,
): Expression<Operation, Type> {
  checkType("gatherRows", indices, "int");
  if (x.shape.length === 0 || indices.shape.length !== 1) {
    throw new RangeError(
      `gatherRows: x has shape ${formatShape(x.shape)} and indices ${formatShape(indices.shape)}; ` +
        "x needs at least one axis and indices exactly one",
    );
  }
  return createExpression("gatherRows", [x, indices], [indices.shape[0], ...x.shape.slice(1)], x.dtype, {});
}

/** Adds rows into zeros: result[indices[i], …] += x[i, …]; the result has `rows` rows. */
export function scatterAddRows(x: Expression, indices: Expression, rows: number): FloatExpression {
  checkType("scatterAddRows", x, "float");
  checkType("scatterAddRows", indices, "int");
  if (indices.shape.length !== 1 || x.shape[0] !== indices.shape[0]) {
    throw new RangeError(
      `scatterAddRows: x has shape ${formatShape(x.shape)} and indices ${formatShape(indices.shape)}; ` +
        "there must be one index for each row of x",
    );
  }
  return createExpression("scatterAddRows", [x, indices], [rows, ...x.shape.slice(1)], "float", {});
}

function checkPick(owner: string, leading: Shape, indices: Expression): void {
  checkType(owner, indices, "int");
  requireShape(`${owner}: the tensor of indices`, indices.shape, leading);
}

/** One entry of each last axis: result[…] = x[…, indices[…]]. An index out of range stops the run. */
export function pick(x: Expression, indices: Expression): FloatExpression {
  checkLastAxis("pick", x);
  checkPick("pick", x.shape.slice(0, -1), indices);
  return createExpression("pick", [x, indices], indices.shape, "float", {});
}

/** Zeros with one entry set: result[…, indices[…]] = x[…]. The opposite of pick. */
export function unpick(x: Expression, indices: Expression, columns: number): FloatExpression {
  checkType("unpick", x, "float");
  checkPick("unpick", x.shape, indices);
  return createExpression("unpick", [x, indices], [...x.shape, columns], "float", {});
}

/** 1 at each index along a new last axis of extent `columns`, else 0. */
export function oneHot(indices: Expression, columns: number): FloatExpression {
  checkType("oneHot", indices, "int");
  return createExpression("oneHot", [indices], [...indices.shape, columns], "float", {});
}
