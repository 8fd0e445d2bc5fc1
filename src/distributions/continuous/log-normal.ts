import {
  add,
  exp,
  expm1,
  type FloatExpression,
  log,
  multiply,
  negate,
  type Operand,
  square,
  subtract,
} from "../../graph/index.ts";
import { keepOrigin, originOf } from "../combinators/origin.ts";
import { expTransform } from "../combinators/transform.ts";
import { defineDensity } from "../define-density.ts";
import type { Density } from "../density.ts";
import { onPositive } from "../numerics/on-support.ts";
import { insidePositive } from "../numerics/precision.ts";
import { commonShape, parameter } from "../parameters/parameters.ts";
import { realScalar } from "../parameters/scalar-shape.ts";
import { normal } from "./normal.ts";

export interface LogNormal extends Density {
  readonly name: "logNormal";
  readonly parameters: { readonly location: FloatExpression; readonly scale: FloatExpression };
}

/**
 * A number whose logarithm is normal: log p(x) = log N(log x; μ, σ) − log x, for x > 0.
 *
 * @param location μ, the mean of the logarithm
 * @param scale σ > 0, the standard deviation of the logarithm
 */
export function logNormal(location: Operand, scale: Operand): LogNormal {
  const mu = parameter("logNormal", "location", location, "finite");
  const sigma = parameter("logNormal", "scale", scale, "positive");
  const shape = commonShape("logNormal", mu, sigma);
  const ofLogarithm = normal(mu, sigma);
  const variance = square(sigma);
  return defineDensity<LogNormal>({
    ...realScalar(shape),
    name: "logNormal",
    parameters: { location: mu, scale: sigma },
    support: { kind: "interval", low: 0, high: Infinity },
    logProb: (values) =>
      onPositive(values, (x) => {
        const y = originOf(values, expTransform) ?? log(x);
        return subtract(ofLogarithm.logProb(y), y);
      }),
    entropy: () => add(ofLogarithm.entropy(), mu),
    kl: ({ parameters: other }) => ofLogarithm.kl(normal(other.location, other.scale)),
    mean: () => exp(add(mu, multiply(variance, 0.5))),
    variance: () => multiply(negate(expm1(negate(variance))), exp(multiply(add(mu, variance), 2))),
    mode: () => exp(subtract(mu, variance)),
    noise: { kind: "normal", shape },
    pathwise: true,
    sample: (noise) => {
      const y = ofLogarithm.sample(noise);
      return keepOrigin(insidePositive(exp(y)), expTransform, y);
    },
  });
}
