import { add, cumulativeSum, type Expression, negate, softplus } from "../../graph/index.ts";
import { type Categorical, categorical } from "./categorical.ts";

/**
 * A categorical density whose categories are in order (Tang and Agrawal 2020): with s = sigmoid(logits), category k has a
 * score of Σ_{i ≤ k} log sᵢ + Σ_{i > k} log(1 − sᵢ), so that what favors one also favors its neighbors.
 *
 * @param logits [...batch, categories]
 * @param legal as for `categorical`
 */
export function ordinal(logits: Expression, legal?: Expression): Categorical {
  const below = cumulativeSum(negate(softplus(negate(logits))));
  const from = cumulativeSum(negate(softplus(logits)), { reverse: true });
  const above = add(from, softplus(logits));
  return categorical(add(below, above), legal);
}
