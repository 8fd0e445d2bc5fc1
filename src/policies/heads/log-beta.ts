import {
  add,
  divide,
  type FloatExpression,
  log,
  multiply,
  negate,
  softplus,
  subtract,
} from "../../graph/index.ts";

/**
 * log B(a, b) for a, b ≥ 1, of operations that policies act with, to about 1e-8: log Γ(x) is Stirling's formula and Binet's
 * function, and where a and b are large the formula's terms cancel by hand. log (1 + b/a) is softplus(log b − log a).
 */
export function logBetaOf(a: FloatExpression, b: FloatExpression): FloatExpression {
  const total = add(a, b);
  const errors = subtract(add(binet(a), binet(b)), binet(total));
  const [logA, logB] = [log(a), log(b)];
  const logRatio = subtract(logB, logA);
  const powers = add(multiply(a, softplus(logRatio)), multiply(b, softplus(negate(logRatio))));
  const roots = multiply(subtract(log(multiply(total, 2 * Math.PI)), add(logA, logB)), 0.5);
  return add(subtract(errors, powers), roots);
}

/** Of Stieltjes' continued fraction of Binet's function, μ(x) = c₀/(x + c₁/(x + c₂/(x + …))). */
const coefficients = [1 / 12, 1 / 30, 53 / 210, 195 / 371, 22999 / 22737, 29944523 / 19733142];

/** μ(x) = log Γ(x) − (x − ½) log x + x − ½ log 2π for x ≥ 1: that of x + 1, where the fraction converges well, and a step down. */
function binet(x: FloatExpression): FloatExpression {
  const above = add(x, 1);
  const fraction = coefficients.reduceRight<FloatExpression | number>(
    (rest, coefficient) => divide(coefficient, add(above, rest)),
    0,
  ) as FloatExpression;
  const step = subtract(multiply(add(x, 0.5), softplus(negate(log(x)))), 1);
  return add(fraction, step);
}
