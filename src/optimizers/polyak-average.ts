import type { Update } from "../compiler/index.ts";
import { type Operand, toExpression, type Variable } from "../graph/index.ts";
import { sgd } from "./sgd.ts";

/**
 * Moves target copies towards the variables that they follow: θ̄ ← θ̄ + τ (θ − θ̄) (Polyak and Juditsky 1992; Lillicrap et
 * al. 2016). That is a step of gradient descent on −θ θ̄ + ½ θ̄², whose second term is a weight decay.
 *
 * @param targets as many as sources, of the same shapes
 * @param rate τ, from 0 to 1: a number or a scalar expression
 */
export function polyakAverage(
  targets: readonly Variable[],
  sources: readonly Variable[],
  rate: Operand,
): Update[] {
  return sgd({ learningRate: rate, weightDecay: 1 })(targets, sources, { gradientScale: toExpression(-1) });
}
