import {
  add,
  divide,
  type Expression,
  equal,
  type FloatExpression,
  less,
  log,
  logSoftmax,
  maximum,
  multiply,
  type Operand,
  reshape,
  select,
  softmax,
  subtract,
  sum,
} from "../../graph/index.ts";
import { broadcastShapes } from "../../graph/shape.ts";
import { logGamma } from "../../math/index.ts";
import { keepOrigin, originOf } from "../combinators/origin.ts";
import { expTransform } from "../combinators/transform.ts";
import { defineDensity } from "../define-density.ts";
import type { Density } from "../density.ts";
import { noClosedForm } from "../no-closed-form-error.ts";
import { outsideOfEvent } from "../numerics/on-support.ts";
import { smallestNumber } from "../numerics/precision.ts";
import { standardExponential } from "../numerics/stable.ts";
import { parameter, vectorParameter } from "../parameters/parameters.ts";
import { sumsToOne } from "./dirichlet.ts";

export interface RelaxedCategorical extends Density {
  readonly name: "relaxedCategorical";
  readonly parameters: { readonly temperature: FloatExpression; readonly logits: FloatExpression };
}

/**
 * The Gumbel-softmax (concrete) density of probability vectors (Jang et al. 2017, Maddison et al. 2017): samples are
 * softmax((logits + Gumbel noise)/τ), near a corner for small τ, the category of which has probabilities softmax(logits).
 *
 * @param temperature τ > 0, of a shape that broadcasts with the batch's
 * @param logits [...batch, categories]
 */
export function relaxedCategorical(temperature: Operand, logits: Expression): RelaxedCategorical {
  const tau = parameter("relaxedCategorical", "temperature", temperature, "positive");
  const scores = vectorParameter("relaxedCategorical", "logits", logits, "finite");
  const categories = scores.shape.at(-1)!;
  const batchShape = broadcastShapes("relaxedCategorical", tau.shape, scores.shape.slice(0, -1));
  const perRow = tau.shape.length === 0 ? tau : reshape(tau, [...tau.shape, 1]);
  const total = (x: Expression) => sum(x, { axis: -1 });
  return defineDensity<RelaxedCategorical>({
    name: "relaxedCategorical",
    parameters: { temperature: tau, logits: scores },
    batchShape,
    eventShape: [categories],
    discrete: false,
    dtype: "float",
    support: { kind: "simplex" },
    logProb: (values) => {
      const positive = less(0, values);
      const isInside = multiply(equal(total(positive), categories), sumsToOne(values));
      const logs = originOf(values, expTransform) ?? log(select(positive, values, 1));
      // Gumbel noise that leads to x, up to a shift that the softmax takes out.
      const noise = logSoftmax(subtract(scores, multiply(perRow, logs)));
      const volume = add(multiply(log(tau), categories - 1), logGamma(categories));
      return select(isInside, add(total(subtract(noise, logs)), volume), outsideOfEvent(values, 1));
    },
    entropy: noClosedForm("relaxedCategorical", "entropy"),
    kl: noClosedForm("relaxedCategorical", "kl"),
    mean: noClosedForm("relaxedCategorical", "mean"),
    variance: noClosedForm("relaxedCategorical", "variance"),
    mode: noClosedForm("relaxedCategorical", "mode"),
    noise: { kind: "uniform", shape: [...batchShape, categories] },
    pathwise: true,
    // At low temperatures entries of samples round to 0, which is outside the support: they are kept above it.
    sample: (uniform) => {
      const noisy = divide(subtract(scores, log(standardExponential(uniform))), perRow);
      return keepOrigin(maximum(softmax(noisy), smallestNumber()), expTransform, logSoftmax(noisy));
    },
  });
}
