import {
  abs,
  add,
  broadcastTo,
  divide,
  exp,
  type FloatExpression,
  less,
  lessEqual,
  log,
  log1p,
  logBeta,
  multiply,
  negate,
  type Operand,
  select,
  sqrt,
  square,
  stirlingError,
  subtract,
} from "../../graph/index.ts";
import { drawLogGamma } from "../../random/index.ts";
import { defineDensity } from "../define-density.ts";
import type { Density } from "../density.ts";
import { noClosedForm } from "../no-closed-form-error.ts";
import { implicitLogGamma } from "../numerics/implicit-gamma.ts";
import { finite } from "../numerics/precision.ts";
import { logOnePlusSquare } from "../numerics/stable.ts";
import { entryOf } from "../parameters/entry-of.ts";
import { commonShape, parameter } from "../parameters/parameters.ts";
import { realScalar } from "../parameters/scalar-shape.ts";
import { drawEach } from "../sampling/draw-each.ts";

export interface StudentT extends Density {
  readonly name: "studentT";
  readonly parameters: {
    readonly degreesOfFreedom: FloatExpression;
    readonly location: FloatExpression;
    readonly scale: FloatExpression;
  };
}

/**
 * Student's t density, shifted and scaled: log p(x) = −(ν + 1)/2 log(1 + z²/ν) − log(σ √ν B(ν/2, ½)), z = (x − μ)/σ.
 *
 * @param degreesOfFreedom ν > 0; the mean exists above 1, the variance is finite above 2
 * @param location μ; default 0
 * @param scale σ > 0; default 1
 */
export function studentT(degreesOfFreedom: Operand, location: Operand = 0, scale: Operand = 1): StudentT {
  const nu = parameter("studentT", "degreesOfFreedom", degreesOfFreedom, "positive");
  const mu = parameter("studentT", "location", location, "finite");
  const sigma = parameter("studentT", "scale", scale, "positive");
  const shape = commonShape("studentT", nu, mu, sigma);
  const half = multiply(nu, 0.5);
  const logVolume = () => add(add(multiply(log(nu), 0.5), logBeta(half, 0.5)), log(sigma));
  return defineDensity<StudentT>({
    ...realScalar(shape),
    name: "studentT",
    parameters: { degreesOfFreedom: nu, location: mu, scale: sigma },
    support: { kind: "interval", low: -Infinity, high: Infinity },
    logProb: (values) => {
      const distance = logOnePlusSquare(abs(subtract(values, mu)), sigma, sqrt(nu));
      return subtract(multiply(add(half, 0.5), negate(distance)), logVolume());
    },
    entropy: () => {
      // (ν + 1)/2 (ψ((ν + 1)/2) − ψ(ν/2)), with ψ(x) = log x − 1/2x + s′(x): the digammas nearly cancel for large ν.
      const exponent = add(half, 0.5);
      const errors = subtract(stirlingError(exponent, 1), stirlingError(half, 1));
      const reciprocals = divide(0.25, multiply(half, exponent)); // 1/2x − 1/2y for y = x + ½
      const apart = add(log1p(divide(0.5, half)), add(reciprocals, errors));
      return broadcastTo(add(multiply(exponent, apart), logVolume()), shape);
    },
    kl: noClosedForm("studentT", "kl"),
    mean: () => broadcastTo(select(less(1, nu), mu, Number.NaN), shape),
    variance: () => {
      const hasVariance = less(2, nu);
      const finite = multiply(square(sigma), divide(nu, select(hasVariance, subtract(nu, 2), 1)));
      const infinite = select(lessEqual(nu, 1), Number.NaN, Infinity);
      return broadcastTo(select(hasVariance, finite, infinite), shape);
    },
    mode: () => broadcastTo(mu, shape),
    noise: drawEach("studentT", shape, [half], (generator) => generator.normal(), drawLogGamma),
    pathwise: true,
    // A normal draw over the root of a χ² draw's mean square.
    sample: (draws) => {
      const logMeanSquare = subtract(implicitLogGamma(entryOf(draws, 1), half), log(half));
      const z = multiply(entryOf(draws, 0), exp(multiply(logMeanSquare, -0.5)));
      return finite(add(mu, multiply(sigma, z)));
    },
  });
}
