import {
  add,
  type Expression,
  exp,
  expm1,
  type FloatExpression,
  less,
  log,
  log1p,
  maximum,
  minimum,
  multiply,
  negate,
  type Operand,
  reciprocal,
  select,
  square,
} from "../graph/index.ts";

// Each branch of a select is fed with what it can take, since a NaN or ∞ in the branch not chosen would spoil gradients.

/** log(1 − eˣ) for x < 0, accurate at both ends (Mächler 2012). */
export function log1mexp(x: Operand): FloatExpression {
  const nearZero = log(negate(expm1(maximum(x, -1))));
  const farFromZero = log1p(negate(exp(minimum(x, -0.5))));
  return select(less(-Math.LN2, x), nearZero, farFromZero);
}

/** log(1 + x²) for x ≥ 0, without overflow. */
export function logOnePlusSquare(x: Operand): FloatExpression {
  const large = maximum(x, 1);
  const farFromZero = add(multiply(log(large), 2), log1p(square(reciprocal(large))));
  return select(less(1, x), farFromZero, log1p(square(minimum(x, 1))));
}

/** An exponential draw of rate 1 from a uniform one on (0, 1]; never 0, whose logarithm some densities take. */
export function standardExponential(uniform: Expression): FloatExpression {
  return maximum(negate(log(uniform)), 2 ** -54);
}
