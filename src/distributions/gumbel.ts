import {
  add,
  broadcastTo,
  divide,
  exp,
  type FloatExpression,
  log,
  logGamma,
  maximum,
  multiply,
  negate,
  type Operand,
  square,
  subtract,
} from "../graph/index.ts";
import { defineDensity } from "./define-density.ts";
import type { Density } from "./density.ts";
import { commonShape, parameter } from "./parameters.ts";
import { finite, largestNumber } from "./precision.ts";
import { realScalar } from "./scalar-shape.ts";
import { standardExponential } from "./stable.ts";

export interface Gumbel extends Density {
  readonly name: "gumbel";
  readonly parameters: { readonly location: FloatExpression; readonly scale: FloatExpression };
}

/** Euler and Mascheroni's constant, the mean of a standard Gumbel density. */
export const eulerGamma = 0.5772156649015329;

/**
 * The Gumbel density (of a maximum): log p(x) = −z − e⁻ᶻ − log s, with z = (x − μ)/s.
 *
 * @param location μ, the mode
 * @param scale s > 0
 */
export function gumbel(location: Operand, scale: Operand): Gumbel {
  const mu = parameter("gumbel", "location", location, "finite");
  const s = parameter("gumbel", "scale", scale, "positive");
  const shape = commonShape("gumbel", mu, s);
  return defineDensity<Gumbel>({
    ...realScalar(shape),
    name: "gumbel",
    parameters: { location: mu, scale: s },
    support: { kind: "interval", low: -Infinity, high: Infinity },
    logProb: (values) => {
      const z = maximum(divide(subtract(values, mu), s), negate(largestNumber())); // not −∞ + ∞
      return negate(add(add(z, exp(negate(z))), log(s)));
    },
    entropy: () => broadcastTo(add(log(s), 1 + eulerGamma), shape),
    kl: ({ parameters: other }) => {
      const ratio = divide(s, other.scale);
      const apart = divide(subtract(mu, other.location), other.scale);
      const tail = exp(subtract(logGamma(add(ratio, 1)), apart));
      const linear = add(multiply(subtract(ratio, 1), eulerGamma), apart);
      return subtract(add(linear, subtract(tail, 1)), log(ratio));
    },
    mean: () => add(mu, multiply(s, eulerGamma)),
    variance: () => broadcastTo(multiply(square(s), Math.PI ** 2 / 6), shape),
    mode: () => broadcastTo(mu, shape),
    noise: { kind: "uniform", shape },
    pathwise: true,
    sample: (uniform) => finite(subtract(mu, multiply(s, log(standardExponential(uniform))))),
  });
}
