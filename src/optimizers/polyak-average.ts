import type { Update } from "../compiler/index.ts";
import { type Operand, toExpression, type Variable } from "../graph/index.ts";
import { requireFraction } from "../text/require-number.ts";
import { sgd } from "./sgd.ts";

/**
 * Moves target copies towards the variables that they follow: θ̄ ← θ̄ + τ (θ − θ̄) (Polyak and Juditsky 1992; Lillicrap et
 * al. 2016). That is a step of gradient descent on −θ θ̄ + ½ θ̄², whose second term is a weight decay.
 *
 * @param targets as many as sources, of the same shapes
 * @param rate τ, from 0 to 1, which copies: a number or a scalar expression
 * @throws RangeError when there are not as many targets as sources, or a rate is not from 0 to 1
 */
export function polyakAverage(
  targets: readonly Variable[],
  sources: readonly Variable[],
  rate: Operand,
): Update[] {
  if (targets.length !== sources.length) {
    throw new RangeError(
      `polyakAverage: ${targets.length} targets and ${sources.length} sources; each target needs the source that it follows`,
    );
  }
  if (typeof rate === "number") requireFraction("polyakAverage: rate", rate);
  // Rounding would make the step miss its end.
  if (rate === 1) return targets.map((target, i) => ({ kind: "assign", target, value: sources[i] }));
  return sgd({ learningRate: rate, weightDecay: 1 })(targets, sources, { gradientScale: toExpression(-1) });
}
