import { tanhTransform } from "../../distributions/combinators/transform.ts";
import { type DiagonalNormal, diagonalNormal } from "../../distributions/continuous/diagonal-normal.ts";
import { defineDensity } from "../../distributions/define-density.ts";
import type { Density } from "../../distributions/density.ts";
import { noClosedForm } from "../../distributions/no-closed-form-error.ts";
import type { Box } from "../../environments/index.ts";
import {
  add,
  constant,
  type Expression,
  type FloatExpression,
  multiply,
  slice,
  softplus,
  subtract,
  sum,
  tanh,
} from "../../graph/index.ts";
import { boxScale } from "./box-scale.ts";
import type { ActionHead } from "./head.ts";

/**
 * Between which numbers log σ stays: with less, float32 loses u − μ beside μ; with more, nearly all actions are bounds.
 */
const leastLogDeviation = -5;
const mostLogDeviation = 2;

/**
 * A normal squashed into the box by tanh (Haarnoja et al. 2018): the network's outputs are μ and log σ of
 *
 *     u ~ N(μ, σ),    a = center + halfWidth · tanh u
 *
 * log σ is kept between −5 and 2 by {@link boundedBelowAndAbove}. What the policy draws, and rows of experience hold, is u:
 * float32 tells no tanh u above 9 from 1. Its log-density is that of the action,
 *
 *     log π(a) = log N(u; μ, σ) − Σ log (1 − tanh² u) − Σ log halfWidth
 *
 * With outputs near 0, as they are initially, actions are all but uniform on the box. The action that is taken for the best
 * is that of u = μ, the median.
 *
 * @throws RangeError when an element of the box has no finite bounds
 */
export function squashedNormalHead(space: Box): ActionHead {
  const { center, halfWidth, logVolume } = boxScale(space);
  const { size } = space;
  const middle = constant(center, [size]);
  const scale = constant(halfWidth, [size]);
  return {
    name: "squashed-normal",
    outputs: 2 * size,
    parameters: [],
    density(outputs) {
      const logDeviation = boundedBelowAndAbove(slice(outputs, -1, size, 2 * size) as FloatExpression);
      return squashed(diagonalNormal(slice(outputs, -1, 0, size), logDeviation), logVolume);
    },
    action: { shape: [size], dtype: "float", spare: 0 },
    toActions: (drawn) => add(middle, multiply(scale, tanh(drawn))),
  };
}

/** The identity between the bounds, all but near them, and a slope that is nowhere 0 (Chua et al. 2018). */
function boundedBelowAndAbove(x: FloatExpression): FloatExpression {
  const below = subtract(mostLogDeviation, softplus(subtract(mostLogDeviation, x)));
  return add(leastLogDeviation, softplus(subtract(below, leastLogDeviation)));
}

interface SquashedNormal extends Density {
  /** Of u. */
  readonly normal: DiagonalNormal;
}

/** The density of u, except that the log-density is that of the action which u becomes. Its divergence is that of both. */
function squashed(normal: DiagonalNormal, logVolume: number): SquashedNormal {
  const total = (x: Expression) => sum(x, { axis: -1 });
  return defineDensity<SquashedNormal>({
    ...normal,
    name: "squashedNormal",
    normal,
    logProb: (drawn) =>
      subtract(normal.logProb(drawn), add(total(tanhTransform.logDerivative(drawn)), logVolume)),
    kl: (other) => normal.kl(other.normal),
    entropy: noClosedForm("squashedNormal", "entropy"),
  });
}
