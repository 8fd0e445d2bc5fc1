import {
  add,
  divide,
  exp,
  type FloatExpression,
  less,
  log,
  logGamma,
  maximum,
  multiply,
  type Operand,
  select,
  subtract,
} from "../../graph/index.ts";
import { drawLogGamma } from "../../random/index.ts";
import { keepOrigin, originOf } from "../combinators/origin.ts";
import { expTransform } from "../combinators/transform.ts";
import { couple, drawExponential } from "../decompositions/decomposition.ts";
import { defineDensity } from "../define-density.ts";
import type { Density } from "../density.ts";
import { gammaDivergence, gammaEntropy } from "../numerics/gamma-information.ts";
import { implicitLogGamma } from "../numerics/implicit-gamma.ts";
import { onPositive } from "../numerics/on-support.ts";
import { insidePositive, smallestNumber } from "../numerics/precision.ts";
import { logPoissonTerm } from "../numerics/saddle-point.ts";
import { commonShape, parameter } from "../parameters/parameters.ts";
import { realScalar } from "../parameters/scalar-shape.ts";
import { drawEach } from "../sampling/draw-each.ts";

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
      onPositive(values, (x) => {
        const product = multiply(beta, x);
        const isTiny = less(product, smallestNumber()); // and has lost its digits, or is 0
        const rate = select(isTiny, 1, product);
        const term = select(isTiny, withoutRate(alpha, add(log(beta), log(x))), logPoissonTerm(alpha, rate));
        const logProb = add(term, subtract(log(alpha), log(x)));
        // Of samples that a number cannot hold: what the logarithm that they were drawn with lacks.
        const logDraw = originOf(values, expTransform);
        if (logDraw === undefined) return logProb;
        return add(logProb, multiply(subtract(alpha, 1), subtract(logDraw, log(x))));
      }),
    entropy: () => subtract(gammaEntropy(alpha), log(beta)),
    kl: ({ parameters: other }) =>
      gammaDivergence(alpha, other.shape, multiply(alpha, divide(other.rate, beta))),
    mean: () => divide(alpha, beta),
    variance: () => divide(divide(alpha, beta), beta),
    mode: () => divide(maximum(subtract(alpha, 1), 0), beta),
    noise: drawEach("gamma", batchShape, [alpha], drawLogGamma),
    pathwise: true,
    sample: (logDraw) => {
      const y = subtract(implicitLogGamma(logDraw, alpha), log(beta));
      return keepOrigin(insidePositive(exp(y)), expTransform, y);
    },
    decompositions: {
      // With respect to the shape there is none in closed form.
      rate: {
        reuses: "positive",
        couple(entry, generator, pair) {
          const rate = entry.parameter("rate");
          const constant = entry.parameter("shape") / rate;
          return couple(pair, entry.drawn, entry.drawn + drawExponential(generator) / rate, constant);
        },
      },
    },
  });
}

/** log(mᵅ / Γ(α + 1)) from log m: that of a Poisson density whose rate m is too small to count. */
function withoutRate(alpha: FloatExpression, logRate: FloatExpression): FloatExpression {
  return subtract(multiply(alpha, logRate), add(log(alpha), logGamma(alpha)));
}
