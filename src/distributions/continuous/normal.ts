import {
  add,
  broadcastTo,
  divide,
  type FloatExpression,
  log,
  multiply,
  type Operand,
  square,
  subtract,
} from "../../graph/index.ts";
import type { DrawnNumber } from "../decompositions/decomposition.ts";
import { ofNormalDeviation, ofNormalMean } from "../decompositions/normal.ts";
import { defineDensity } from "../define-density.ts";
import type { Density } from "../density.ts";
import { itakuraSaito } from "../numerics/divergence-terms.ts";
import { finite } from "../numerics/precision.ts";
import { commonShape, parameter } from "../parameters/parameters.ts";
import { realScalar } from "../parameters/scalar-shape.ts";

export interface Normal extends Density {
  readonly name: "normal";
  readonly parameters: { readonly mean: FloatExpression; readonly standardDeviation: FloatExpression };
}

/** ½ log 2π. */
export const halfLogTwoPi = 0.9189385332046727;

/**
 * The normal (Gaussian) density: log p(x) = −((x − μ)/σ)²/2 − log σ − ½ log 2π.
 *
 * @param mean μ
 * @param standardDeviation σ > 0
 */
export function normal(mean: Operand, standardDeviation: Operand): Normal {
  const mu = parameter("normal", "mean", mean, "finite");
  const sigma = parameter("normal", "standardDeviation", standardDeviation, "positive");
  const shape = commonShape("normal", mu, sigma);
  return defineDensity<Normal>({
    ...realScalar(shape),
    name: "normal",
    parameters: { mean: mu, standardDeviation: sigma },
    support: { kind: "interval", low: -Infinity, high: Infinity },
    logProb: (values) => {
      const squared = square(divide(subtract(values, mu), sigma));
      return subtract(multiply(squared, -0.5), add(log(sigma), halfLogTwoPi));
    },
    entropy: () => broadcastTo(add(log(sigma), 0.5 + halfLogTwoPi), shape),
    kl: ({ parameters: other }) => {
      // ½ (r² − 1) − log r for r = σ/σ′, as (r − 1 − log r) + (r − 1)²/2.
      const change = divide(subtract(sigma, other.standardDeviation), other.standardDeviation);
      const apart = divide(subtract(mu, other.mean), other.standardDeviation);
      const squares = multiply(add(square(change), square(apart)), 0.5);
      return add(itakuraSaito(sigma, other.standardDeviation), squares);
    },
    mean: () => broadcastTo(mu, shape),
    variance: () => broadcastTo(square(sigma), shape),
    mode: () => broadcastTo(mu, shape),
    noise: { kind: "normal", shape },
    pathwise: true,
    sample: (noise) => finite(add(mu, multiply(sigma, noise))),
    decompositions: {
      mean: ofNormalMean(deviationOf),
      standardDeviation: ofNormalDeviation(deviationOf, (deviation) => 1 / deviation),
    },
  });
}

const deviationOf = (entry: DrawnNumber) => entry.parameter("standardDeviation");
