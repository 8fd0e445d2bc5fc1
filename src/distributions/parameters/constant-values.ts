import { type Expression, is } from "../../graph/expression.ts";

/** The numbers behind a constant, or behind a constant that only repeats; undefined when they are not known yet. */
export function constantValues(node: Expression): readonly number[] | undefined {
  if (is(node, "broadcast") || is(node, "reshape")) return constantValues(node.inputs[0]);
  return is(node, "constant") ? Array.from(node.attributes.values) : undefined;
}

/** Whether two parameters are known to be equal: one expression, or constants that repeat one number. */
export function areEqual(a: Expression, b: Expression): boolean {
  if (a === b) return true;
  const [first, ...others] = [...(constantValues(a) ?? []), ...(constantValues(b) ?? [])];
  return (
    constantValues(a) !== undefined &&
    constantValues(b) !== undefined &&
    others.every((each) => each === first)
  );
}
