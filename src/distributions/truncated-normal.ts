import {
  add,
  broadcastTo,
  divide,
  type Expression,
  exp,
  type FloatExpression,
  inverseMillsRatio,
  less,
  lessEqual,
  log,
  logNormalCdf,
  maximum,
  minimum,
  multiply,
  negate,
  type Operand,
  select,
  square,
  stopGradient,
  subtract,
  toExpression,
} from "../graph/index.ts";
import { drawTruncatedNormal } from "../random/index.ts";
import { constantValues } from "./constant-values.ts";
import { defineDensity } from "./define-density.ts";
import type { Density } from "./density.ts";
import { drawEach } from "./draw-each.ts";
import { halfLogTwoPi } from "./normal.ts";
import { commonShape, parameter } from "./parameters.ts";
import { realScalar } from "./scalar-shape.ts";
import { log1mexp } from "./stable.ts";
import { checkOrder } from "./uniform.ts";

export interface TruncatedNormal extends Density {
  readonly name: "truncatedNormal";
  readonly parameters: {
    readonly mean: FloatExpression;
    readonly standardDeviation: FloatExpression;
    readonly low: FloatExpression;
    readonly high: FloatExpression;
  };
}

/**
 * A normal density cut off outside two bounds: log p(x) = log N(x; μ, σ) − log(Φ(β) − Φ(α)) for low ≤ x ≤ high, with
 * α = (low − μ)/σ and β = (high − μ)/σ.
 *
 * The log-density is accurate however far the bounds lie in a tail; entropy, moments and `kl` lose digits there, about
 * α² or β² ulp (α⁴ for the variance). All lose about σ/(high − low) ulp where the bounds are close.
 *
 * @param mean μ of the normal, not of the density (that is `.mean()`)
 * @param standardDeviation σ > 0 of the normal
 * @param low default −Infinity; `kl` is Infinity where the bounds are not within the other's
 * @param high default Infinity
 * @throws RangeError when both bounds are known and low ≥ high
 */
export function truncatedNormal(
  mean: Operand,
  standardDeviation: Operand,
  low: Operand = -Infinity,
  high: Operand = Infinity,
): TruncatedNormal {
  const mu = parameter("truncatedNormal", "mean", mean, "finite");
  const sigma = parameter("truncatedNormal", "standardDeviation", standardDeviation, "positive");
  const from = parameter("truncatedNormal", "low", low, "any");
  const to = parameter("truncatedNormal", "high", high, "any");
  checkOrder("truncatedNormal", from, to);
  const shape = commonShape("truncatedNormal", mu, sigma, from, to);
  const piece = orient(mu, sigma, from, to);
  const mode = () => broadcastTo(minimum(maximum(mu, from), to), shape);
  const meanOf = () => add(mu, multiply(sigma, piece.mean()));
  const varianceOf = () => multiply(square(sigma), subtract(piece.meanSquare(), square(piece.mean())));
  const entropyOf = () => {
    const squares = subtract(piece.meanSquare(), piece.squaredReference);
    return add(multiply(squares, 0.5), add(piece.logVolume, log(sigma)));
  };
  return defineDensity<TruncatedNormal>({
    ...realScalar(shape),
    name: "truncatedNormal",
    parameters: { mean: mu, standardDeviation: sigma, low: from, high: to },
    support: { kind: "interval", low: from, high: to },
    logProb: (values) => {
      const isInside = multiply(lessEqual(from, values), lessEqual(values, to));
      const x = select(isInside, values, mode());
      return select(isInside, subtract(subtract(piece.exponent(x), piece.logVolume), log(sigma)), -Infinity);
    },
    entropy: () => broadcastTo(entropyOf(), shape),
    kl: ({ parameters: other }) => {
      const theirs = orient(other.mean, other.standardDeviation, other.low, other.high);
      const squares = divide(
        add(varianceOf(), square(subtract(meanOf(), other.mean))),
        square(other.standardDeviation),
      );
      const crossEntropy = add(
        multiply(subtract(squares, theirs.squaredReference), 0.5),
        add(theirs.logVolume, log(other.standardDeviation)),
      );
      const within = multiply(lessEqual(other.low, from), lessEqual(to, other.high));
      return select(within, subtract(crossEntropy, entropyOf()), Infinity);
    },
    mean: () => broadcastTo(meanOf(), shape),
    variance: () => broadcastTo(varianceOf(), shape),
    mode,
    noise: drawEach(
      shape,
      [divide(subtract(from, mu), sigma), divide(subtract(to, mu), sigma)],
      drawTruncatedNormal,
    ),
    pathwise: false,
    sample: (draw) => stopGradient(minimum(maximum(add(mu, multiply(sigma, draw)), from), to)),
  });
}

/**
 * The piece of a standard normal between the bounds, turned over where it lies on the left, so that its nearer bound
 * comes first; all about a reference r: that bound where it is in the right tail, else 0. Nothing large cancels then.
 */
function orient(mu: FloatExpression, sigma: FloatExpression, low: FloatExpression, high: FloatExpression) {
  const isInfinite = (bound: Expression) =>
    constantValues(bound)?.every((value) => !Number.isFinite(value)) ?? false;
  const standard = (x: Expression) => divide(subtract(x, mu), sigma);
  const [alpha, beta] = [standard(low), standard(high)];
  const [lowOpen, highOpen] = [isInfinite(low), isInfinite(high)];
  const turned = lowOpen || highOpen ? Number(lowOpen && !highOpen) : less(add(alpha, beta), 0);
  const choose = (onLeft: () => FloatExpression, onRight: () => FloatExpression) =>
    typeof turned === "number" ? (turned ? onLeft() : onRight()) : select(turned, onLeft(), onRight());
  const direction = choose(
    () => negate(toExpression(1)),
    () => toExpression(1),
  );

  if (lowOpen && highOpen) {
    return {
      exponent: (x: Expression) => multiply(square(standard(x)), -0.5),
      logVolume: toExpression(halfLogTwoPi),
      squaredReference: toExpression(0),
      mean: () => toExpression(0),
      meanSquare: () => toExpression(1),
    };
  }
  const near = choose(
    () => negate(beta),
    () => alpha,
  );
  const isTail = less(0, near);
  const reference = maximum(near, 0);
  // log of √(2π) exp(r²/2) (1 − Φ(near)): the volume as if there were no far bound.
  const open = select(
    isTail,
    negate(log(inverseMillsRatio(negate(reference)))),
    add(logNormalCdf(negate(minimum(near, 0))), halfLogTwoPi),
  );
  const hasFar = !(lowOpen || highOpen);
  const width = divide(subtract(high, low), sigma);
  const far = hasFar ? add(near, width) : undefined;
  const logCut = far && logTailRatio(near, width, far, isTail);
  const logVolume = logCut ? add(open, log1mexp(logCut)) : open;
  /** −(u² − r²)/2 for a place u, given by its distance from the reference. */
  const exponentAt = (distance: Operand) =>
    multiply(multiply(distance, add(multiply(reference, 2), distance)), -0.5);
  const heightAtNear = exp(subtract(exponentAt(minimum(near, 0)), logVolume));
  const heightAtFar = far && exp(subtract(exponentAt(subtract(far, reference)), logVolume));
  return {
    exponent: (x: Expression) => {
      const fromBound = divide(
        choose(
          () => subtract(high, x),
          () => subtract(x, low),
        ),
        sigma,
      );
      const fromZero = multiply(direction, standard(x));
      return exponentAt(select(isTail, fromBound, fromZero));
    },
    logVolume,
    squaredReference: square(reference),
    mean: () => multiply(direction, heightAtFar ? subtract(heightAtNear, heightAtFar) : heightAtNear),
    meanSquare: () => {
      const whole = add(multiply(near, heightAtNear), 1);
      return far && heightAtFar ? subtract(whole, multiply(far, heightAtFar)) : whole;
    },
  };
}

/** log((1 − Φ(far)) / (1 − Φ(near))). */
function logTailRatio(
  near: FloatExpression,
  width: FloatExpression,
  far: FloatExpression,
  isTail: FloatExpression,
): FloatExpression {
  const inTail = maximum(near, 0);
  const powers = multiply(multiply(width, add(multiply(inTail, 2), width)), -0.5);
  const mills = subtract(
    log(inverseMillsRatio(negate(inTail))),
    log(inverseMillsRatio(negate(add(inTail, width)))),
  );
  const across = subtract(logNormalCdf(negate(far)), logNormalCdf(negate(minimum(near, 0))));
  return select(isTail, add(powers, mills), across);
}
