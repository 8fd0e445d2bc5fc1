import {
  add,
  digamma,
  divide,
  exp,
  type FloatExpression,
  less,
  log,
  logBeta,
  maximum,
  minimum,
  multiply,
  negate,
  type Operand,
  reciprocal,
  select,
  square,
  subtract,
} from "../graph/index.ts";
import { defineDensity } from "./define-density.ts";
import type { Density } from "./density.ts";
import { eulerGamma } from "./gumbel.ts";
import { noClosedForm } from "./no-closed-form-error.ts";
import { onUnitInterval } from "./on-support.ts";
import { commonShape, parameter } from "./parameters.ts";
import { realScalar } from "./scalar-shape.ts";
import { log1mexp, standardExponential } from "./stable.ts";
import { strongerEnd } from "./stronger-end.ts";

export interface Kumaraswamy extends Density {
  readonly name: "kumaraswamy";
  readonly parameters: { readonly a: FloatExpression; readonly b: FloatExpression };
}

/**
 * Kumaraswamy's density, much like a Beta but with a distribution function, 1 − (1 − xᵃ)ᵇ, that inverts:
 * log p(x) = log a + log b + (a − 1) log x + (b − 1) log(1 − xᵃ), for 0 < x < 1. Where a is large the variance, which is
 * about 1/a², loses about a² ulp.
 *
 * @param a > 0: pulls towards 1
 * @param b > 0: pulls towards 0
 */
export function kumaraswamy(a: Operand, b: Operand): Kumaraswamy {
  const first = parameter("kumaraswamy", "a", a, "positive");
  const second = parameter("kumaraswamy", "b", b, "positive");
  const shape = commonShape("kumaraswamy", first, second);
  /** E[xⁿ] = b B(1 + n/a, b). */
  const moment = (n: number) => exp(add(log(second), logBeta(add(divide(n, first), 1), second)));
  return defineDensity<Kumaraswamy>({
    ...realScalar(shape),
    name: "kumaraswamy",
    parameters: { a: first, b: second },
    support: { kind: "interval", low: 0, high: 1 },
    logProb: (values) =>
      onUnitInterval(values, (x) => {
        const y = log(x);
        const powers = add(
          multiply(subtract(first, 1), y),
          multiply(subtract(second, 1), log1mexp(multiply(first, y))),
        );
        return add(add(log(first), log(second)), powers);
      }),
    entropy: () => {
      const harmonic = add(digamma(add(second, 1)), eulerGamma);
      const ofFirst = multiply(subtract(1, reciprocal(first)), harmonic);
      return subtract(add(subtract(1, reciprocal(second)), ofFirst), add(log(first), log(second)));
    },
    kl: noClosedForm("kumaraswamy", "kl"),
    mean: () => moment(1),
    variance: () => subtract(moment(2), square(moment(1))),
    // ((a − 1)/(ab − 1))^(1/a) inside, where both pull; else the end that is pulled at.
    mode: () => {
      const isInside = multiply(less(1, first), less(1, second));
      const [u, v] = [select(isInside, first, 2), select(isInside, second, 2)];
      const inside = exp(divide(log(divide(subtract(u, 1), subtract(multiply(u, v), 1))), u));
      const atEnd = strongerEnd(first, second);
      return select(isInside, inside, atEnd);
    },
    noise: { kind: "uniform", shape },
    pathwise: true,
    sample: (uniform) => {
      const rest = log1mexp(negate(divide(standardExponential(uniform), second)));
      return minimum(maximum(exp(divide(rest, first)), 2 ** -1022), 1 - 2 ** -53);
    },
  });
}
