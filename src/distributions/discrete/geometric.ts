import {
  add,
  broadcastTo,
  constant,
  divide,
  exp,
  type FloatExpression,
  floor,
  maximum,
  multiply,
  negate,
  type Operand,
  softplus,
  subtract,
} from "../../graph/index.ts";
import { couple, drawExponential, sigmoid } from "../decompositions/decomposition.ts";
import { defineDensity } from "../define-density.ts";
import type { Density } from "../density.ts";
import { geometricDivergence } from "../numerics/divergence-terms.ts";
import { isCount, onSupport } from "../numerics/on-support.ts";
import { finite } from "../numerics/precision.ts";
import { standardExponential } from "../numerics/stable.ts";
import { parameter } from "../parameters/parameters.ts";
import { countScalar } from "../parameters/scalar-shape.ts";

export interface Geometric extends Density {
  readonly name: "geometric";
  readonly parameters: { readonly logit: FloatExpression };
}

/**
 * How many failures come before the first success: p(k) = (1 − p)ᵏ p, for k = 0, 1, …, with p = sigmoid(logit).
 *
 * @param logit log(p / (1 − p)) of a success
 */
export function geometric(logit: Operand): Geometric {
  const eta = parameter("geometric", "logit", logit, "finite");
  const { shape } = eta;
  const logSuccess = negate(softplus(negate(eta)));
  const logFailure = negate(softplus(eta));
  const mean = exp(negate(eta));
  return defineDensity<Geometric>({
    ...countScalar(shape),
    name: "geometric",
    parameters: { logit: eta },
    support: { kind: "integers", low: 0, high: Infinity },
    logProb: (values) => onSupport(values, isCount, 0, (k) => add(multiply(k, logFailure), logSuccess)),
    entropy: () => {
      // e^−η softplus(η), which is 1 to all digits before e^−η overflows.
      const bounded = maximum(eta, -700);
      return subtract(multiply(exp(negate(bounded)), softplus(bounded)), logSuccess);
    },
    kl: ({ parameters: other }) => geometricDivergence(eta, other.logit),
    mean: () => mean,
    variance: () => multiply(mean, add(mean, 1)),
    mode: () => broadcastTo(constant(0), shape),
    noise: { kind: "uniform", shape },
    pathwise: false,
    sample: (uniform) => finite(floor(divide(standardExponential(uniform), softplus(eta)))),
    decompositions: {
      logit: {
        reuses: "positive",
        couple(entry, generator, pair) {
          const logit = entry.parameter("logit");
          // −log(1 − p)
          const rate = Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit)));
          const further = Math.floor(drawExponential(generator) / rate);
          return couple(pair, entry.drawn, entry.drawn + 1 + further, sigmoid(-logit));
        },
      },
    },
  });
}
