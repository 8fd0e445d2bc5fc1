import {
  constant,
  type Expression,
  type FloatExpression,
  multiply,
  square,
  subtract,
  sum,
} from "../../graph/index.ts";

const indicesOf = (probabilities: Expression) => {
  const count = probabilities.shape.at(-1)!;
  return constant(
    Array.from({ length: count }, (_, index) => index),
    [count],
  );
};

/** Σ k p_k over the last axis. */
export function indexMean(probabilities: Expression): FloatExpression {
  return sum(multiply(probabilities, indicesOf(probabilities)), { axis: -1 });
}

/** Σ p_k (k − mean)² over the last axis. */
export function indexVariance(probabilities: Expression): FloatExpression {
  const indices = indicesOf(probabilities);
  const center = sum(multiply(probabilities, indices), { axis: -1, keepDimensions: true });
  return sum(multiply(probabilities, square(subtract(indices, center))), { axis: -1 });
}
