import {
  broadcastTo,
  type Expression,
  type FloatExpression,
  gatherRows,
  pick,
  reshape,
} from "../../graph/index.ts";
import { broadcastShapes, sameShape, sizeOf } from "../../graph/shape.ts";

/**
 * The entry of the last axis that each index names, with the leading axes broadcast against the indices': from
 * [...batch, columns] and indices [...values] to the shape that [...batch] and [...values] share.
 */
export function pickEach(table: Expression, indices: Expression): FloatExpression {
  const leading = table.shape.slice(0, -1);
  const columns = table.shape.at(-1)!;
  if (sameShape(leading, indices.shape)) return pick(table, indices);
  if (sizeOf(leading) === 1 && indices.shape.length >= leading.length) {
    // One row for all: looked up where it is, not repeated.
    const found = gatherRows(reshape(table, [columns]), reshape(indices, [sizeOf(indices.shape)]));
    return reshape(found, indices.shape) as FloatExpression;
  }
  const shape = broadcastShapes("logProb", leading, indices.shape);
  return pick(broadcastTo(table, [...shape, columns]), broadcastTo(indices, shape));
}
