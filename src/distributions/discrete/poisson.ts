import {
  deviance,
  equal,
  type FloatExpression,
  floor,
  negate,
  type Operand,
  select,
  stopGradient,
} from "../../graph/index.ts";
import { drawPoisson } from "../../random/index.ts";
import { couple } from "../decompositions/decomposition.ts";
import { defineDensity } from "../define-density.ts";
import type { Density } from "../density.ts";
import { noClosedForm } from "../no-closed-form-error.ts";
import { isCount, onSupport } from "../numerics/on-support.ts";
import { finite } from "../numerics/precision.ts";
import { logPoissonTerm } from "../numerics/saddle-point.ts";
import { parameter } from "../parameters/parameters.ts";
import { countScalar } from "../parameters/scalar-shape.ts";
import { drawEach } from "../sampling/draw-each.ts";

export interface Poisson extends Density {
  readonly name: "poisson";
  readonly parameters: { readonly rate: FloatExpression };
}

/**
 * Counts with p(k) = λᵏ e^−λ / k!.
 *
 * @param rate λ > 0, the mean
 */
export function poisson(rate: Operand): Poisson {
  const lambda = parameter("poisson", "rate", rate, "positive");
  const { shape } = lambda;
  return defineDensity<Poisson>({
    ...countScalar(shape),
    name: "poisson",
    parameters: { rate: lambda },
    support: { kind: "integers", low: 0, high: Infinity },
    logProb: (values) =>
      onSupport(values, isCount, 0, (k) => {
        const none = equal(k, 0);
        return select(none, negate(lambda), logPoissonTerm(select(none, 1, k), lambda));
      }),
    entropy: noClosedForm("poisson", "entropy"),
    kl: ({ parameters: other }) => deviance(lambda, other.rate),
    mean: () => lambda,
    variance: () => lambda,
    mode: () => floor(lambda),
    noise: drawEach("poisson", shape, [lambda], drawPoisson),
    pathwise: false,
    sample: (draw) => stopGradient(finite(draw)),
    decompositions: {
      rate: { reuses: "negative", couple: ({ drawn }, _, pair) => couple(pair, drawn + 1, drawn, 1) },
    },
  });
}
