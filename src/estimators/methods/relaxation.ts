import type { Choice } from "../../distributions/index.ts";
import {
  add,
  argMax,
  divide,
  type Expression,
  exp,
  type FloatExpression,
  less,
  log,
  multiply,
  negate,
  oneHot,
  select,
  sigmoid,
  softmax,
  softplus,
  subtract,
  sum,
  toInt,
} from "../../graph/index.ts";

/**
 * A discrete density as the hard limit of a continuous one: b = hard(z), z = location + noise. `soft` has numbers from
 * (0, 1) where `hard` has 0 and 1.
 *
 * For a Bernoulli z = logit + log(u / (1 − u)) and b = [z > 0]; for a categorical z_k = log p_k − log(−log u_k) and b is the
 * one-hot of the largest (Jang et al. 2017, Maddison et al. 2017).
 */
export interface Relaxation {
  /** The shape of uniforms that `perturb` and `conditional` take. */
  readonly noiseShape: readonly number[];
  /** z from uniforms on (0, 1). */
  perturb(uniforms: Expression): FloatExpression;
  /** z̃ given b, from uniforms of its own: the z that have hard(z) = b (Tucker et al. 2017, appendix C). */
  conditional(hard: Expression, uniforms: Expression): FloatExpression;
  /** b as 0 and 1, or one-hot rows; without a gradient. */
  hard(z: Expression): FloatExpression;
  /** b as the density draws it. */
  sample(hard: Expression): Expression;
  /** sigmoid(z / temperature), or softmax. */
  soft(z: Expression, temperature: Expression | number): FloatExpression;
  /** P(b = 1), or the probabilities of the categories: what a straight-through gradient goes through. */
  readonly probabilities: FloatExpression;
}

export const relaxationOf = (choice: Choice): Relaxation =>
  choice.kind === "binary" ? binaryConcrete(choice.logit) : gumbelSoftmaxOf(choice.logProbs);

function binaryConcrete(logit: FloatExpression): Relaxation {
  const logistic = (u: Expression) => subtract(log(u), log(subtract(1, u)));
  const one = sigmoid(logit);
  const zero = sigmoid(negate(logit));
  return {
    noiseShape: logit.shape,
    probabilities: one,
    perturb: (u) => add(logit, logistic(u)),
    // z > 0 where u > 1 − p: the uniform is drawn again from the side that gave b.
    conditional: (b, v) => add(logit, logistic(select(b, add(zero, multiply(v, one)), multiply(v, zero)))),
    hard: (z) => less(0, z),
    sample: (b) => toInt(b),
    soft: (z, temperature) => sigmoid(divide(z, temperature)),
  };
}

function gumbelSoftmaxOf(logProbs: FloatExpression): Relaxation {
  const categories = logProbs.shape.at(-1)!;
  const gumbel = (u: Expression) => negate(log(negate(log(u))));
  return {
    noiseShape: logProbs.shape,
    probabilities: exp(logProbs),
    perturb: (u) => add(logProbs, gumbel(u)),
    // The largest is a Gumbel of location 0 (the logarithm of the sum of the probabilities); the others lie below it.
    conditional: (b, v) => {
      const waits = negate(log(v));
      const shortest = sum(multiply(b, waits), { axis: -1, keepDimensions: true });
      // −log(wait / p + shortest), for a p of 0 too.
      const [far, near] = [subtract(log(waits), logProbs), log(shortest)];
      const others = negate(add(near, softplus(subtract(far, near))));
      return select(b, negate(log(waits)), others);
    },
    hard: (z) => oneHot(argMax(z), categories),
    sample: (b) => argMax(b),
    soft: (z, temperature) => softmax(divide(z, temperature)),
  };
}
