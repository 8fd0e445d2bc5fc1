import {
  abs,
  add,
  broadcastTo,
  constant,
  cos,
  divide,
  type FloatExpression,
  log,
  log1p,
  multiply,
  negate,
  type Operand,
  sin,
  subtract,
} from "../../graph/index.ts";
import { defineDensity } from "../define-density.ts";
import type { Density } from "../density.ts";
import { finite } from "../numerics/precision.ts";
import { logOnePlusSquare } from "../numerics/stable.ts";
import { commonShape, parameter } from "../parameters/parameters.ts";
import { realScalar } from "../parameters/scalar-shape.ts";

export interface Cauchy extends Density {
  readonly name: "cauchy";
  readonly parameters: { readonly location: FloatExpression; readonly scale: FloatExpression };
}

/**
 * The Cauchy density: log p(x) = −log(1 + ((x − μ)/s)²) − log(π s). It has no mean and no variance: both are NaN.
 *
 * @param location μ
 * @param scale s > 0
 */
export function cauchy(location: Operand, scale: Operand): Cauchy {
  const mu = parameter("cauchy", "location", location, "finite");
  const s = parameter("cauchy", "scale", scale, "positive");
  const shape = commonShape("cauchy", mu, s);
  return defineDensity<Cauchy>({
    ...realScalar(shape),
    name: "cauchy",
    parameters: { location: mu, scale: s },
    support: { kind: "interval", low: -Infinity, high: Infinity },
    logProb: (values) => {
      const distance = logOnePlusSquare(abs(subtract(values, mu)), s);
      return negate(add(distance, add(log(s), Math.log(Math.PI))));
    },
    entropy: () => broadcastTo(add(log(s), Math.log(4 * Math.PI)), shape),
    // F. Chyzak and F. Nielsen, “A closed-form formula for the Kullback–Leibler divergence between Cauchy distributions” (2019):
    // log(((s + s′)² + (μ − μ′)²) / 4ss′), in which (s + s′)² = 4ss′ + (s − s′)². Quotients first: squares of scales may be
    // too small or too large for a number.
    kl: ({ parameters: other }) => {
      const [place, width] = [subtract(mu, other.location), subtract(s, other.scale)];
      const byScales = (x: FloatExpression) => multiply(divide(x, s), divide(x, other.scale));
      return log1p(divide(add(byScales(place), byScales(width)), 4));
    },
    mean: () => broadcastTo(constant(Number.NaN), shape),
    variance: () => broadcastTo(constant(Number.NaN), shape),
    mode: () => broadcastTo(mu, shape),
    noise: { kind: "uniform", shape },
    pathwise: true,
    sample: (uniform) => {
      const angle = multiply(uniform, Math.PI);
      return finite(subtract(mu, multiply(s, divide(cos(angle), sin(angle)))));
    },
  });
}
