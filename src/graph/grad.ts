import { inputGradients } from "./derivatives.ts";
import type { Expression, FloatExpression } from "./expression.ts";
import { add } from "./operations/elementwise.ts";
import { broadcastTo } from "./operations/layout.ts";
import { constant } from "./operations/leaves.ts";
import { formatShape } from "./shape.ts";
import { reachable } from "./traverse.ts";

/**
 * The gradients of a scalar with respect to each of `targets` (parameters, or any other float nodes), by reverse
 * accumulation. They are expressions again: the gradient of a gradient is a second derivative. A target on which
 * the scalar does not depend gets zeros.
 *
 * @throws RangeError when `scalar` is not of shape [].
 */
export function grad(scalar: Expression, targets: readonly Expression[]): FloatExpression[] {
  if (scalar.shape.length !== 0) {
    throw new RangeError(
      `grad: the function has shape ${formatShape(scalar.shape)}; it must be a scalar, take its sum or mean first`,
    );
  }
  const nodes = reachable([scalar]);
  const wanted = new Set(targets);
  const depends = new Set<Expression>();
  for (const node of nodes) {
    if (wanted.has(node) || node.inputs.some((input) => depends.has(input))) depends.add(node);
  }

  const gradients = new Map<Expression, Expression>([[scalar, constant(1)]]);
  for (const node of nodes.reverse()) {
    const gradient = gradients.get(node);
    if (gradient === undefined || !depends.has(node)) continue;
    inputGradients(node, gradient).forEach((share, index) => {
      const input = node.inputs[index];
      if (share === undefined || !depends.has(input)) return;
      const sofar = gradients.get(input);
      gradients.set(input, sofar === undefined ? share : add(sofar, share));
    });
  }
  return targets.map(
    (target) =>
      (gradients.get(target) as FloatExpression | undefined) ?? broadcastTo(constant(0), target.shape),
  );
}
