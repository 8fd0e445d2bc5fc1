import {
  add,
  broadcastTo,
  constant,
  type Expression,
  equal,
  exp,
  type FloatExpression,
  floor,
  lessEqual,
  minimum,
  multiply,
  negate,
  type Operand,
  select,
  sigmoid,
  softplus,
  stopGradient,
  subtract,
  sum,
} from "../graph/index.ts";
import { drawBinomial } from "../random/index.ts";
import { bernoulli } from "./bernoulli.ts";
import { areEqual, constantValues } from "./constant-values.ts";
import { defineDensity } from "./define-density.ts";
import type { Density } from "./density.ts";
import { drawEach } from "./draw-each.ts";
import { noClosedForm } from "./no-closed-form-error.ts";
import { isCount, onSupport } from "./on-support.ts";
import { commonShape, parameter } from "./parameters.ts";
import { logBinomialTermOfLogit } from "./saddle-point.ts";
import { countScalar } from "./scalar-shape.ts";

export interface Binomial extends Density {
  readonly name: "binomial";
  readonly parameters: { readonly trials: FloatExpression; readonly logit: FloatExpression };
}

/**
 * How many of n independent trials succeed: p(k) = n! / (k! (n − k)!) pᵏ (1 − p)ⁿ⁻ᵏ, with p = sigmoid(logit).
 *
 * `entropy` is a sum over all counts, for a number of trials that is one known number; `kl` needs equal trials.
 *
 * @param trials n, whole numbers
 * @param logit log(p / (1 − p)) of a success
 */
export function binomial(trials: Operand, logit: Operand): Binomial {
  const n = parameter("binomial", "trials", trials, "natural");
  const eta = parameter("binomial", "logit", logit, "finite");
  const shape = commonShape("binomial", n, eta);
  const p = sigmoid(eta);
  const q = sigmoid(negate(eta));
  const known = n.shape.length === 0 ? constantValues(n)?.[0] : undefined;
  const logProb = (values: Expression) =>
    onSupport(
      values,
      (k) => multiply(isCount(k), lessEqual(k, n)),
      0,
      (k) => {
        const none = equal(k, 0);
        const all = equal(k, n);
        // Where k is 0 or n the general form would take the logarithm of 0; it is given one success and one failure.
        const successes = select(none, 1, k);
        const failures = select(none, 1, select(all, 1, subtract(n, k)));
        const between = logBinomialTermOfLogit(successes, failures, eta);
        const atEnd = select(none, softplus(eta), softplus(negate(eta)));
        return select(add(none, all), negate(multiply(n, atEnd)), between);
      },
    );
  return defineDensity<Binomial>({
    ...countScalar(shape),
    name: "binomial",
    parameters: { trials: n, logit: eta },
    support: { kind: "integers", low: 0, high: known ?? n },
    logProb,
    entropy: () => {
      if (known === undefined)
        return noClosedForm("binomial", "entropy", "for trials that are not one number")();
      const counts = constant(
        Array.from({ length: known + 1 }, (_, k) => k),
        [known + 1, ...shape.map(() => 1)],
      );
      const logs = logProb(counts);
      return negate(sum(multiply(exp(logs), logs), { axis: 0 }));
    },
    kl: ({ parameters: other }) => {
      if (!areEqual(n, other.trials))
        return noClosedForm("binomial", "kl", "between different numbers of trials")();
      return multiply(n, bernoulli(eta).kl(bernoulli(other.logit)));
    },
    mean: () => multiply(n, p),
    variance: () => multiply(n, multiply(p, q)),
    mode: () => broadcastTo(minimum(floor(multiply(add(n, 1), p)), n), shape),
    noise: drawEach("binomial", shape, [n, p], drawBinomial),
    pathwise: false,
    sample: stopGradient,
  });
}
