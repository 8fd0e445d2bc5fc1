import {
  add,
  divide,
  exp,
  type FloatExpression,
  log,
  maximum,
  multiply,
  type Operand,
  square,
  subtract,
} from "../graph/index.ts";
import { drawLogGamma } from "../random/index.ts";
import { defineDensity } from "./define-density.ts";
import type { Density } from "./density.ts";
import { drawEach } from "./draw-each.ts";
import { gammaDivergence, gammaEntropy } from "./gamma-information.ts";
import { implicitLogGamma } from "./implicit-gamma.ts";
import { onPositive } from "./on-support.ts";
import { commonShape, parameter } from "./parameters.ts";
import { logPoissonTerm } from "./saddle-point.ts";
import { realScalar } from "./scalar-shape.ts";

export interface Gamma extends Density {
  readonly name: "gamma";
  readonly parameters: { readonly shape: FloatExpression; readonly rate: FloatExpression };
}

/**
 * The Gamma density: log p(x) = α log β − log Γ(α) + (α − 1) log x − β x, for x > 0.
 *
 * @param shape α > 0
 * @param rate β > 0
 */
export function gamma(shape: Operand, rate: Operand): Gamma {
  const alpha = parameter("gamma", "shape", shape, "positive");
  const beta = parameter("gamma", "rate", rate, "positive");
  const batchShape = commonShape("gamma", alpha, beta);
  return defineDensity<Gamma>({
    ...realScalar(batchShape),
    name: "gamma",
    parameters: { shape: alpha, rate: beta },
    support: { kind: "interval", low: 0, high: Infinity },
    logProb: (values) =>
      onPositive(values, (x) => add(logPoissonTerm(alpha, multiply(beta, x)), subtract(log(alpha), log(x)))),
    entropy: () => subtract(gammaEntropy(alpha), log(beta)),
    kl: ({ parameters: other }) =>
      gammaDivergence(alpha, other.shape, multiply(alpha, divide(other.rate, beta))),
    mean: () => divide(alpha, beta),
    variance: () => divide(alpha, square(beta)),
    mode: () => divide(maximum(subtract(alpha, 1), 0), beta),
    noise: drawEach("gamma", batchShape, [alpha], drawLogGamma),
    pathwise: true,
    sample: (logDraw) => divide(maximum(exp(implicitLogGamma(logDraw, alpha)), 2 ** -1022), beta),
  });
}
