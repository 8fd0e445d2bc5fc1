import {
  add,
  broadcastTo,
  type Expression,
  equal,
  type FloatExpression,
  floor,
  less,
  lessEqual,
  maximum,
  minimum,
  multiply,
  negate,
  type Operand,
  select,
  sigmoid,
  softplus,
  stopGradient,
  subtract,
} from "../../graph/index.ts";
import { drawBinomial } from "../../random/index.ts";
import { couple, slopeOfSigmoid } from "../decompositions/decomposition.ts";
import { defineDensity } from "../define-density.ts";
import type { Density } from "../density.ts";
import { noClosedForm } from "../no-closed-form-error.ts";
import { isCount, onSupport } from "../numerics/on-support.ts";
import { logBinomialTermOfLogit } from "../numerics/saddle-point.ts";
import { areEqual, constantValues } from "../parameters/constant-values.ts";
import { commonShape, parameter } from "../parameters/parameters.ts";
import { countScalar } from "../parameters/scalar-shape.ts";
import { drawEach } from "../sampling/draw-each.ts";
import { bernoulli } from "./bernoulli.ts";
import { binomialEntropy } from "./binomial-entropy.ts";

export interface Binomial extends Density {
  readonly name: "binomial";
  readonly parameters: { readonly trials: FloatExpression; readonly logit: FloatExpression };
}

/**
 * How many of n independent trials succeed: p(k) = n! / (k! (n − k)!) pᵏ (1 − p)ⁿ⁻ᵏ, with p = sigmoid(logit).
 *
 * `kl` needs equal trials.
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
  const logProbOf = (eta: FloatExpression, values: Expression) =>
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
    logProb: (values) => logProbOf(eta, values),
    entropy: () => binomialEntropy(n, eta, shape, logProbOf),
    kl: ({ parameters: other }) => {
      if (!areEqual(n, other.trials))
        return noClosedForm("binomial", "kl", "between different numbers of trials")();
      return multiply(n, bernoulli(eta).kl(bernoulli(other.logit)));
    },
    mean: () => multiply(n, p),
    variance: () => multiply(n, multiply(p, q)),
    mode: () => {
      // ⌊(n + 1) p⌋, or n + 1 − ⌈(n + 1) q⌉ where q is the one that has its digits.
      const fromBelow = floor(multiply(add(n, 1), p));
      const fromAbove = add(subtract(n, -1), floor(negate(multiply(add(n, 1), q))));
      return broadcastTo(minimum(maximum(select(less(eta, 0), fromBelow, fromAbove), 0), n), shape);
    },
    noise: drawEach("binomial", shape, [n, p, q], drawBinomial),
    pathwise: false,
    sample: (draw) => stopGradient(minimum(draw, n)),
    decompositions: {
      // One of the trials is taken out and put back as a success and as a failure.
      logit: {
        couple(entry, generator, pair) {
          const trials = entry.parameter("trials");
          const others = entry.drawn - (generator.random() * trials < entry.drawn ? 1 : 0);
          return couple(pair, others + 1, others, trials * slopeOfSigmoid(entry.parameter("logit")));
        },
      },
    },
  });
}
