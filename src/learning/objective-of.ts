import type { Expression, FloatExpression } from "../graph/index.ts";
import { reachable } from "../graph/traverse.ts";
import { valueInText } from "../text/value-in-text.ts";

/**
 * What an objective, which may be the caller's, makes of its terms.
 *
 * @throws TypeError for what is no expression or does not depend on log π: the policy would learn nothing from it
 */
export function objectiveOf<Terms extends { readonly logProb: Expression }>(
  objective: (terms: Terms) => FloatExpression,
  terms: Terms,
): FloatExpression {
  const made = objective(terms);
  const isExpression = made?.inputs !== undefined;
  if (isExpression && reachable([made]).includes(terms.logProb)) return made;
  const found = isExpression ? "one without it" : valueInText(made);
  throw new TypeError(
    `objective: it must return an expression of logProb, by which the policy learns; it returned ${found}`,
  );
}
