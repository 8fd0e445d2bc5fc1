import {
  add,
  broadcastTo,
  divide,
  equal,
  exp,
  type FloatExpression,
  floor,
  log,
  maximum,
  multiply,
  negate,
  type Operand,
  select,
  softplus,
  stopGradient,
  subtract,
} from "../../graph/index.ts";
import { drawPoisson, drawStandardGamma } from "../../random/index.ts";
import { defineDensity } from "../define-density.ts";
import type { Density } from "../density.ts";
import { noClosedForm } from "../no-closed-form-error.ts";
import { isCount, onSupport } from "../numerics/on-support.ts";
import { finite } from "../numerics/precision.ts";
import { logBinomialTermOfLogit } from "../numerics/saddle-point.ts";
import { areEqual } from "../parameters/constant-values.ts";
import { commonShape, parameter } from "../parameters/parameters.ts";
import { countScalar } from "../parameters/scalar-shape.ts";
import { drawEach } from "../sampling/draw-each.ts";
import { geometric } from "./geometric.ts";

export interface NegativeBinomial extends Density {
  readonly name: "negativeBinomial";
  readonly parameters: { readonly failures: FloatExpression; readonly logit: FloatExpression };
}

/**
 * How many successes come before the r-th failure: p(k) = Γ(k + r) / (k! Γ(r)) pᵏ (1 − p)ʳ, with p = sigmoid(logit).
 * For r that is not whole: a Poisson density whose rate has a Gamma density.
 *
 * `kl` needs equal numbers of failures.
 *
 * @param failures r > 0
 * @param logit log(p / (1 − p)) of a success
 */
export function negativeBinomial(failures: Operand, logit: Operand): NegativeBinomial {
  const r = parameter("negativeBinomial", "failures", failures, "positive");
  const eta = parameter("negativeBinomial", "logit", logit, "finite");
  const shape = commonShape("negativeBinomial", r, eta);
  const odds = exp(eta);
  return defineDensity<NegativeBinomial>({
    ...countScalar(shape),
    name: "negativeBinomial",
    parameters: { failures: r, logit: eta },
    support: { kind: "integers", low: 0, high: Infinity },
    logProb: (values) =>
      onSupport(values, isCount, 0, (k) => {
        const none = equal(k, 0);
        const successes = select(none, 1, k);
        const term = logBinomialTermOfLogit(successes, r, eta);
        const share = divide(r, add(successes, r));
        return select(none, negate(multiply(r, softplus(eta))), add(term, log(share)));
      }),
    entropy: noClosedForm("negativeBinomial", "entropy"),
    kl: ({ parameters: other }) => {
      if (!areEqual(r, other.failures))
        return noClosedForm("negativeBinomial", "kl", "between different numbers of failures")();
      // r geometric densities, whose success is a failure here.
      return multiply(r, geometric(negate(eta)).kl(geometric(negate(other.logit))));
    },
    mean: () => multiply(r, odds),
    variance: () => multiply(multiply(r, odds), add(odds, 1)),
    mode: () => broadcastTo(floor(multiply(maximum(subtract(r, 1), 0), odds)), shape),
    noise: drawEach("negativeBinomial", shape, [r, odds], (generator, r, odds) =>
      drawPoisson(generator, Math.min(odds * drawStandardGamma(generator, r), Number.MAX_VALUE)),
    ),
    pathwise: false,
    sample: (draw) => stopGradient(finite(draw)),
  });
}
