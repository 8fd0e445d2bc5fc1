import {
  add,
  divide,
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
  subtract,
} from "../../graph/index.ts";
import { inPrecision } from "./precision.ts";

// Each branch of a select is fed with what it can take, since a NaN or ∞ in the branch not chosen would spoil gradients.

/** log(1 − eˣ) for x < 0, accurate at both ends (Mächler 2012). */
export function log1mexp(x: Operand): FloatExpression {
  const nearZero = log(negate(expm1(maximum(x, -1))));
  const farFromZero = log1p(negate(exp(minimum(x, -0.5))));
  return select(less(-Math.LN2, x), nearZero, farFromZero);
}

/** log(1 + (x/d)²) for x ≥ 0 and the product d of the divisors, without overflow. */
export function logOnePlusSquare(x: FloatExpression, ...divisors: FloatExpression[]): FloatExpression {
  const ratio = divisors.reduce((numerator, divisor) => divide(numerator, divisor), x);
  const isHuge = less(inPrecision(1e300, 1e37), ratio);
  const large = maximum(select(isHuge, 1, ratio), 1);
  const farFromZero = add(multiply(log(large), 2), log1p(square(reciprocal(large))));
  const nearZero = log1p(square(minimum(ratio, 1)));
  const logs = divisors.reduce((rest, divisor) => subtract(rest, log(divisor)), log(select(isHuge, x, 1)));
  return select(isHuge, multiply(logs, 2), select(less(1, ratio), farFromZero, nearZero));
}

/** An exponential draw of rate 1 from a uniform one on (0, 1]; never 0, whose logarithm some densities take. */
export function standardExponential(uniform: Expression): FloatExpression {
  return maximum(negate(log(uniform)), 2 ** -54);
}
