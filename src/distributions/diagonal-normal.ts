import {
  add,
  broadcastTo,
  divide,
  type Expression,
  exp,
  multiply,
  square,
  subtract,
  sum,
} from "../graph/index.ts";
import type { Density } from "./density.ts";

export interface DiagonalNormal extends Density {
  /** [batch, dimensions]. */
  readonly mean: Expression;
  /** Logarithms of the standard deviations: [batch, dimensions]. */
  readonly logStandardDeviation: Expression;
}

const halfLogTwoPi = 0.9189385332046727;

/**
 * Independent normals, one per dimension.
 *
 * @param mean [batch, dimensions]
 * @param logStandardDeviation of a shape that broadcasts to the mean's
 */
export function diagonalNormal(mean: Expression, logStandardDeviation: Expression): DiagonalNormal {
  const logDeviation = broadcastTo(logStandardDeviation, mean.shape);
  const deviation = exp(logStandardDeviation);
  const dimensions = mean.shape.at(-1)!;
  const total = (x: Expression) => sum(x, { axis: -1 });
  const shared = logStandardDeviation.shape.at(-1) === dimensions;
  const logVolume = broadcastTo(total(shared ? logStandardDeviation : logDeviation), mean.shape.slice(0, -1));
  return {
    mean,
    logStandardDeviation: logDeviation,
    logProb: (values) => {
      const distance = divide(subtract(values, mean), deviation);
      return subtract(multiply(total(square(distance)), -0.5), add(logVolume, dimensions * halfLogTwoPi));
    },
    entropy: () => add(logVolume, dimensions * (0.5 + halfLogTwoPi)),
    kl: (other) => {
      const apart = square(subtract(mean, other.mean));
      const otherVariance = exp(multiply(other.logStandardDeviation, 2));
      const spread = divide(add(square(deviation), apart), multiply(otherVariance, 2));
      return total(subtract(add(subtract(other.logStandardDeviation, logDeviation), spread), 0.5));
    },
    mode: () => mean,
    noise: { kind: "normal", shape: mean.shape },
    sample: (normal) => add(mean, multiply(deviation, normal)),
  };
}
