import {
  abs,
  add,
  broadcastTo,
  divide,
  type FloatExpression,
  lessEqual,
  log,
  multiply,
  negate,
  type Operand,
  select,
  square,
  subtract,
} from "../../graph/index.ts";
import { couple, drawExponential } from "../decompositions/decomposition.ts";
import { defineDensity } from "../define-density.ts";
import type { Density } from "../density.ts";
import { expExcess, itakuraSaito } from "../numerics/divergence-terms.ts";
import { finite } from "../numerics/precision.ts";
import { commonShape, parameter } from "../parameters/parameters.ts";
import { realScalar } from "../parameters/scalar-shape.ts";

export interface Laplace extends Density {
  readonly name: "laplace";
  readonly parameters: { readonly location: FloatExpression; readonly scale: FloatExpression };
}

/**
 * The Laplace (double exponential) density: log p(x) = −|x − μ|/b − log 2b.
 *
 * @param location μ
 * @param scale b > 0
 */
export function laplace(location: Operand, scale: Operand): Laplace {
  const mu = parameter("laplace", "location", location, "finite");
  const b = parameter("laplace", "scale", scale, "positive");
  const shape = commonShape("laplace", mu, b);
  return defineDensity<Laplace>({
    ...realScalar(shape),
    name: "laplace",
    parameters: { location: mu, scale: b },
    support: { kind: "interval", low: -Infinity, high: Infinity },
    logProb: (values) => negate(add(abs(divide(subtract(values, mu), b)), add(log(b), Math.LN2))),
    entropy: () => broadcastTo(add(log(b), 1 + Math.LN2), shape),
    kl: ({ parameters: other }) => {
      // With r = b/b′ and a = |μ − μ′|/b: r (e⁻ᵃ − 1 + a) + r − 1 − log r.
      const apart = abs(divide(subtract(mu, other.location), b));
      const ofLocation = multiply(divide(b, other.scale), expExcess(negate(apart)));
      return add(ofLocation, itakuraSaito(b, other.scale));
    },
    mean: () => broadcastTo(mu, shape),
    variance: () => broadcastTo(multiply(square(b), 2), shape),
    mode: () => broadcastTo(mu, shape),
    noise: { kind: "uniform", shape },
    pathwise: true,
    // Each half of (0, 1] is stretched to (0, 1], whose logarithm is an exponential draw to its side.
    sample: (uniform) => {
      const twice = multiply(uniform, 2);
      const left = lessEqual(twice, 1);
      const side = log(select(left, twice, subtract(twice, 1)));
      return finite(add(mu, multiply(b, select(left, side, negate(side)))));
    },
    decompositions: {
      location: {
        couple(entry, generator, pair) {
          const location = entry.parameter("location");
          const scale = entry.parameter("scale");
          const distance = scale * drawExponential(generator);
          return couple(pair, location + distance, location - distance, 1 / (2 * scale));
        },
      },
      scale: {
        reuses: "negative",
        couple(entry, generator, pair) {
          const scale = entry.parameter("scale");
          const outwards = Math.sign(entry.drawn - entry.parameter("location"));
          const further = outwards * scale * drawExponential(generator);
          return couple(pair, entry.drawn + further, entry.drawn, 1 / scale);
        },
      },
    },
  });
}
