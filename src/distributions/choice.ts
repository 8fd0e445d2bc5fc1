import type { FloatExpression } from "../graph/index.ts";

/**
 * What each number of a discrete value chooses between, which estimators for Bernoulli and categorical densities need: they
 * perturb the logits or log-probabilities, and take values as 0 and 1, or as one-hot rows.
 */
export type Choice =
  /** 0 or 1, as integers, with P(1) = sigmoid(logit); the logits have the shape of the values. */
  | { readonly kind: "binary"; readonly logit: FloatExpression }
  /** The index of a category; the log-probabilities have one axis more than values, of all categories. */
  | { readonly kind: "categorical"; readonly logProbs: FloatExpression };
