import type { Expression } from "../../graph/expression.ts";

/** The node whose memory holds this node's values: reshapes and gradient stops hold none of their own. */
export function storageOf(node: Expression): Expression {
  let holder = node;
  while (holder.operation === "reshape" || holder.operation === "stopGradient") holder = holder.inputs[0];
  return holder;
}

/** Whether the values have a place of their own from run to run. */
export function isPersistent(holder: Expression): boolean {
  return holder.operation === "input" || holder.operation === "variable" || holder.operation === "constant";
}
