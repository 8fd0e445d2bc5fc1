import {
  add,
  broadcastTo,
  divide,
  type Expression,
  exp,
  type FloatExpression,
  multiply,
  type Operand,
  square,
  subtract,
  sum,
} from "../../graph/index.ts";
import { broadcastShapes } from "../../graph/shape.ts";
import type { DrawnNumber } from "../decompositions/decomposition.ts";
import { ofNormalDeviation, ofNormalMean } from "../decompositions/normal.ts";
import { defineDensity } from "../define-density.ts";
import type { Density } from "../density.ts";
import { expExcess } from "../numerics/divergence-terms.ts";
import { parameter, vectorParameter } from "../parameters/parameters.ts";
import { halfLogTwoPi } from "./normal.ts";

export interface DiagonalNormal extends Density {
  readonly name: "diagonalNormal";
  /** Both [...batch, dimensions]. */
  readonly parameters: { readonly mean: FloatExpression; readonly logStandardDeviation: FloatExpression };
}

/**
 * Independent normals, one per dimension.
 *
 * @param mean [...batch, dimensions]
 * @param logStandardDeviation log σ, of a shape that broadcasts with the mean's
 */
export function diagonalNormal(mean: Expression, logStandardDeviation: Operand): DiagonalNormal {
  const center = vectorParameter("diagonalNormal", "mean", mean, "finite");
  const logSigma = parameter("diagonalNormal", "logStandardDeviation", logStandardDeviation, "finite");
  const shape = broadcastShapes("diagonalNormal", center.shape, logSigma.shape);
  const mu = broadcastTo(center, shape) as FloatExpression;
  const logDeviation = broadcastTo(logSigma, shape) as FloatExpression;
  const deviation = exp(logSigma);
  const dimensions = shape.at(-1)!;
  const batchShape = shape.slice(0, -1);
  const total = (x: Expression) => sum(x, { axis: -1 });
  const shared = logSigma.shape.at(-1) === dimensions;
  const logVolume = broadcastTo(total(shared ? logSigma : logDeviation), batchShape);
  return defineDensity<DiagonalNormal>({
    name: "diagonalNormal",
    parameters: { mean: mu, logStandardDeviation: logDeviation },
    batchShape,
    eventShape: [dimensions],
    discrete: false,
    dtype: "float",
    support: { kind: "interval", low: -Infinity, high: Infinity },
    logProb: (values) => {
      const distance = divide(subtract(values, mu), deviation);
      return subtract(multiply(total(square(distance)), -0.5), add(logVolume, dimensions * halfLogTwoPi));
    },
    entropy: () => add(logVolume, dimensions * (0.5 + halfLogTwoPi)),
    kl: ({ parameters: other }) => {
      // In two steps, since e^−2 log σ may overflow where the distance does not.
      const root = exp(multiply(other.logStandardDeviation, -0.5));
      const apart = multiply(multiply(subtract(mu, other.mean), root), root);
      const ratio = expExcess(multiply(subtract(logDeviation, other.logStandardDeviation), 2));
      return multiply(total(add(ratio, square(apart))), 0.5);
    },
    mean: () => mu,
    variance: () => exp(multiply(logDeviation, 2)),
    mode: () => mu,
    noise: { kind: "normal", shape },
    pathwise: true,
    sample: (normal) => add(mu, multiply(deviation, normal)),
    decompositions: {
      mean: ofNormalMean(deviationOf),
      // ∂/∂log σ = σ ∂/∂σ.
      logStandardDeviation: ofNormalDeviation(deviationOf, () => 1),
    },
  });
}

const deviationOf = (entry: DrawnNumber) => Math.exp(entry.parameter("logStandardDeviation"));
