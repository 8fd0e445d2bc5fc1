import {
  broadcastTo,
  constant,
  divide,
  type FloatExpression,
  lessEqual,
  log,
  multiply,
  type Operand,
  reciprocal,
  square,
  subtract,
} from "../../graph/index.ts";
import { couple, drawExponential } from "../decompositions/decomposition.ts";
import { defineDensity } from "../define-density.ts";
import type { Density } from "../density.ts";
import { itakuraSaito } from "../numerics/divergence-terms.ts";
import { onSupport } from "../numerics/on-support.ts";
import { finite } from "../numerics/precision.ts";
import { standardExponential } from "../numerics/stable.ts";
import { parameter } from "../parameters/parameters.ts";
import { realScalar } from "../parameters/scalar-shape.ts";

export interface Exponential extends Density {
  readonly name: "exponential";
  readonly parameters: { readonly rate: FloatExpression };
}

/**
 * The exponential density: log p(x) = log λ − λ x, for x ≥ 0.
 *
 * @param rate λ > 0
 */
export function exponential(rate: Operand): Exponential {
  const lambda = parameter("exponential", "rate", rate, "positive");
  const { shape } = lambda;
  return defineDensity<Exponential>({
    ...realScalar(shape),
    name: "exponential",
    parameters: { rate: lambda },
    support: { kind: "interval", low: 0, high: Infinity },
    logProb: (values) =>
      onSupport(
        values,
        (x) => lessEqual(0, x),
        0,
        (x) => subtract(log(lambda), multiply(lambda, x)),
      ),
    entropy: () => subtract(1, log(lambda)),
    kl: ({ parameters: other }) => itakuraSaito(other.rate, lambda),
    mean: () => reciprocal(lambda),
    variance: () => square(reciprocal(lambda)),
    mode: () => broadcastTo(constant(0), shape),
    noise: { kind: "uniform", shape },
    pathwise: true,
    sample: (uniform) => finite(divide(standardExponential(uniform), lambda)),
    decompositions: {
      rate: {
        reuses: "positive",
        couple(entry, generator, pair) {
          const rate = entry.parameter("rate");
          return couple(pair, entry.drawn, entry.drawn + drawExponential(generator) / rate, 1 / rate);
        },
      },
    },
  });
}
