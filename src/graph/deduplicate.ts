import { createExpression, type Expression, type Operation } from "./expression.ts";
import { reachable } from "./traverse.ts";

/**
 * Finds expressions that are written twice and compute the same: same operation, attributes and inputs.
 *
 * @returns the node that stands for each node reachable from the roots
 */
export function deduplicate(roots: readonly Expression[]): Map<Expression, Expression> {
  const replacements = new Map<Expression, Expression>();
  const known = new Map<string, Expression>();
  for (const node of reachable(roots)) {
    if (node.operation === "input" || node.operation === "variable") {
      replacements.set(node, node);
      continue;
    }
    const inputs = node.inputs.map((input) => replacements.get(input)!);
    const key = `${node.operation} ${node.shape} ${inputs.map(({ id }) => id)} ${describeAttributes(node)}`;
    let twin = known.get(key);
    if (twin === undefined) {
      const unchanged = inputs.every((input, index) => input === node.inputs[index]);
      twin = unchanged ? node : rebuilt(node, inputs);
      known.set(key, twin);
    }
    replacements.set(node, twin);
  }
  return replacements;
}

function rebuilt(node: Expression, inputs: readonly Expression[]): Expression {
  return createExpression<Operation, "float" | "int">(
    node.operation,
    inputs,
    node.shape,
    node.dtype,
    node.attributes,
  );
}

function describeAttributes(node: Expression): string {
  // Text that tells −0 from 0: they are equal, but their reciprocals are not.
  if (node.operation === "constant") {
    return Array.from(node.attributes.values, (value) => (Object.is(value, -0) ? "-0" : value)).join(",");
  }
  return JSON.stringify(node.attributes);
}
