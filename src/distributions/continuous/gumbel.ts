import {
  abs,
  add,
  broadcastTo,
  divide,
  exp,
  type FloatExpression,
  less,
  log,
  logGamma,
  maximum,
  multiply,
  negate,
  type Operand,
  select,
  square,
  subtract,
} from "../../graph/index.ts";
import { defineDensity } from "../define-density.ts";
import type { Density } from "../density.ts";
import { expExcess, polynomial } from "../numerics/divergence-terms.ts";
import { finite, largestNumber } from "../numerics/precision.ts";
import { standardExponential } from "../numerics/stable.ts";
import { commonShape, parameter } from "../parameters/parameters.ts";
import { realScalar } from "../parameters/scalar-shape.ts";

export interface Gumbel extends Density {
  readonly name: "gumbel";
  readonly parameters: { readonly location: FloatExpression; readonly scale: FloatExpression };
}

/** Euler and Mascheroni's constant, the mean of a standard Gumbel density. */
export const eulerGamma = 0.5772156649015329;

/** (log Γ(1 + x) + γ x)/x² = ζ(2)/2 − ζ(3) x/3 + ζ(4) x²/4 − … */
const aroundOne: readonly number[] = [
  0.8224670334241132, -0.40068563438653143, 0.27058080842778454, -0.20738555102867398, 0.1695571769974082,
  -0.1440498967688461, 0.12550966952474304, -0.11133426586956469, 0.1000994575127818, -0.09095401714582904,
  0.083353840546109, -0.0769325164113522, 0.07143294629536133, -0.06666870588242046, 0.06250095514121304,
  -0.058823978658684585,
];

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
      // (eᵗ − 1 − t) + (log Γ(r) + γ (r − 1)) with r = s/s′ and t = log Γ(r + 1) − (μ − μ′)/s′.
      const ratio = divide(s, other.scale);
      const apart = divide(subtract(mu, other.location), other.scale);
      const change = divide(subtract(s, other.scale), other.scale);
      const isNear = less(abs(change), 0.1);
      const near = select(isNear, change, 0);
      const ofScale = select(
        isNear,
        multiply(square(near), polynomial(aroundOne, near)),
        add(logGamma(ratio), multiply(change, eulerGamma)),
      );
      return add(expExcess(subtract(logGamma(add(ratio, 1)), apart)), ofScale);
    },
    mean: () => add(mu, multiply(s, eulerGamma)),
    variance: () => broadcastTo(multiply(square(s), Math.PI ** 2 / 6), shape),
    mode: () => broadcastTo(mu, shape),
    noise: { kind: "uniform", shape },
    pathwise: true,
    sample: (uniform) => finite(subtract(mu, multiply(s, log(standardExponential(uniform))))),
  });
}
