import {
  add,
  equal,
  type FloatExpression,
  less,
  lessEqual,
  multiply,
  negate,
  type Operand,
  select,
  sigmoid,
  softplus,
  toFloat,
  toInt,
} from "../../graph/index.ts";
import { couple, slopeOfSigmoid } from "../decompositions/decomposition.ts";
import { defineDensity } from "../define-density.ts";
import type { Density } from "../density.ts";
import { bernoulliDivergence } from "../numerics/divergence-terms.ts";
import { outside } from "../numerics/on-support.ts";
import { parameter } from "../parameters/parameters.ts";

export interface Bernoulli extends Density {
  readonly name: "bernoulli";
  readonly parameters: { readonly logit: FloatExpression };
}

/**
 * 1 with probability p = sigmoid(logit), else 0.
 *
 * @param logit log(p / (1 − p))
 */
export function bernoulli(logit: Operand): Bernoulli {
  const eta = parameter("bernoulli", "logit", logit, "finite");
  const shape = eta.shape;
  const p = sigmoid(eta);
  return defineDensity<Bernoulli>({
    name: "bernoulli",
    parameters: { logit: eta },
    batchShape: shape,
    eventShape: [],
    discrete: true,
    dtype: "int",
    support: { kind: "integers", low: 0, high: 1 },
    // log p = −softplus(−η), log(1 − p) = −softplus(η): no rounding of p near 0 or 1.
    logProb: (values) => {
      const x = toFloat(values);
      const chosen = select(equal(x, 1), negate(softplus(negate(eta))), outside(x));
      return select(equal(x, 0), negate(softplus(eta)), chosen);
    },
    // p softplus(−η) + (1 − p) softplus(η): both above 0, so that nothing cancels where p is near 0 or 1.
    entropy: () => add(multiply(p, softplus(negate(eta))), multiply(sigmoid(negate(eta)), softplus(eta))),
    kl: ({ parameters: other }) => bernoulliDivergence(eta, other.logit),
    mean: () => p,
    variance: () => multiply(p, sigmoid(negate(eta))),
    mode: () => toInt(less(0, eta)),
    noise: { kind: "uniform", shape },
    pathwise: false,
    sample: (uniform) => toInt(lessEqual(uniform, p)),
    decompositions: {
      // ∂p/∂logit = p (1 − p).
      logit: { couple: (entry, _, pair) => couple(pair, 1, 0, slopeOfSigmoid(entry.parameter("logit"))) },
    },
    choice: { kind: "binary", logit: eta },
  });
}
