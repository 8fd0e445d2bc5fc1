import {
  add,
  broadcastTo,
  divide,
  type FloatExpression,
  log,
  maximum,
  multiply,
  negate,
  type Operand,
  softplus,
  square,
  subtract,
} from "../../graph/index.ts";
import { defineDensity } from "../define-density.ts";
import type { Density } from "../density.ts";
import { noClosedForm } from "../no-closed-form-error.ts";
import { finite } from "../numerics/precision.ts";
import { commonShape, parameter } from "../parameters/parameters.ts";
import { realScalar } from "../parameters/scalar-shape.ts";

export interface Logistic extends Density {
  readonly name: "logistic";
  readonly parameters: { readonly location: FloatExpression; readonly scale: FloatExpression };
}

/**
 * The logistic density, whose distribution function is a sigmoid: log p(x) = −z − 2 log(1 + e⁻ᶻ) − log s, with
 * z = (x − μ)/s.
 *
 * @param location μ
 * @param scale s > 0
 */
export function logistic(location: Operand, scale: Operand): Logistic {
  const mu = parameter("logistic", "location", location, "finite");
  const s = parameter("logistic", "scale", scale, "positive");
  const shape = commonShape("logistic", mu, s);
  return defineDensity<Logistic>({
    ...realScalar(shape),
    name: "logistic",
    parameters: { location: mu, scale: s },
    support: { kind: "interval", low: -Infinity, high: Infinity },
    logProb: (values) => {
      const z = divide(subtract(values, mu), s);
      return negate(add(add(softplus(z), softplus(negate(z))), log(s)));
    },
    entropy: () => broadcastTo(add(log(s), 2), shape),
    kl: noClosedForm("logistic", "kl"),
    mean: () => broadcastTo(mu, shape),
    variance: () => broadcastTo(multiply(square(s), Math.PI ** 2 / 3), shape),
    mode: () => broadcastTo(mu, shape),
    noise: { kind: "uniform", shape },
    pathwise: true,
    sample: (uniform) => {
      const other = maximum(subtract(1, uniform), 2 ** -54); // never 0
      return finite(add(mu, multiply(s, subtract(log(uniform), log(other)))));
    },
  });
}
