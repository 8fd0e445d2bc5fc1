import { tanhTransform } from "../../distributions/combinators/transform.ts";
import type { DiagonalNormal } from "../../distributions/continuous/diagonal-normal.ts";
import type { Box } from "../../environments/index.ts";
import {
  add,
  constant,
  type Expression,
  exp,
  type FloatExpression,
  multiply,
  sum,
  tanh,
} from "../../graph/index.ts";
import { actionDensity } from "./action-density.ts";
import { boxScale } from "./box-scale.ts";
import type { ActionHead } from "./head.ts";
import { normalOf, stretchedTo } from "./normal-heads.ts";

/**
 * A normal squashed into the box by tanh (Haarnoja et al. 2018): the network's outputs are μ and log σ of
 *
 *     u ~ N(μ, σ),    a = center + halfWidth · tanh u
 *
 * log σ is kept between −5 and 2.001. What the policy draws, and rows of experience hold, is u: float32 tells no tanh u above 9
 * from 1. Its log-density is that of the action,
 *
 *     log π(a) = log N(u; μ, σ) − Σ log (1 − tanh² u) − Σ log halfWidth
 *
 * With outputs near 0, as they are initially, actions are all but uniform on the box. The action that is taken for the best
 * is that of u = μ, the median.
 *
 * The entropy has no closed form. It is that of u and a mean over one normal number for each element,
 * H(u) + Σ E[log (1 − tanh² u)] + Σ log halfWidth, which {@link meanOverNormal} computes: without noise, and with the
 * gradient of the entropy itself. (The mean of −log π over actions that were drawn is as good an estimate of the entropy,
 * but differentiated as it stands its gradient, the mean score, is 0 on average.)
 *
 * @throws RangeError when an element of the box has no finite bounds
 */
export function squashedNormalHead(space: Box): ActionHead {
  const scale = boxScale(space);
  const { size } = space;
  const toBox = stretchedTo(scale);
  return {
    name: "squashed-normal",
    outputs: 2 * size,
    parameters: [],
    density(outputs) {
      const normal = normalOf(outputs, size);
      const total = (x: Expression) => sum(x, { axis: -1 });
      const { logDerivative } = tanhTransform;
      return actionDensity("squashedNormal", normal, {
        logDerivative: (drawn) => add(total(logDerivative(drawn)), scale.logVolume),
        meanLogDerivative: () => add(total(meanOverNormal(normal, logDerivative)), scale.logVolume),
      });
    },
    action: { shape: [size], dtype: "float", spare: 0 },
    toActions: (drawn) => toBox(tanh(drawn)),
  };
}

/** Nodes of the rule for means over a normal, and how many standard deviations it reaches to either side. */
const nodes = 33;
const reach = 5;

/**
 * E[f(u)] for each element, u ~ N(μ, σ), by the trapezoidal rule: for log (1 − tanh² u) it is within 1e-5 where σ ≤ 2, 3e-4
 * where σ ≤ 4, and 0.01 where σ is as large as a head lets it be.
 */
function meanOverNormal(
  { parameters: { mean, logStandardDeviation } }: DiagonalNormal,
  f: (u: Expression) => FloatExpression,
): FloatExpression {
  const places = Array.from({ length: nodes }, (_, i) => reach * ((2 * i) / (nodes - 1) - 1));
  const densities = places.map((z) => Math.exp(-0.5 * z * z));
  const whole = densities.reduce((a, b) => a + b);
  const column = [nodes, ...mean.shape.map(() => 1)];
  const z = constant(places, column);
  const weights = constant(
    densities.map((each) => each / whole),
    column,
  );
  const u = add(mean, multiply(exp(logStandardDeviation), z));
  return sum(multiply(f(u), weights), { axis: 0 });
}
