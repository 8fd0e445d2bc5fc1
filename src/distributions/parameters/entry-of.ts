import { type Expression, reshape, slice } from "../../graph/index.ts";

/** One entry along the last axis, which goes. */
export function entryOf(x: Expression, index: number): Expression {
  return reshape(slice(x, -1, index, index + 1), x.shape.slice(0, -1));
}
