import {
  add,
  broadcastTo,
  constant,
  divide,
  type Expression,
  exp,
  type FloatExpression,
  less,
  lessEqual,
  log,
  log1p,
  logNormalCdf,
  maximum,
  minimum,
  multiply,
  negate,
  type Operand,
  reshape,
  select,
  sqrt,
  square,
  stopGradient,
  subtract,
  sum,
  toExpression,
} from "../../graph/index.ts";
import { gaussLegendre } from "../../math/quadrature/gauss-legendre.ts";
import { drawTruncatedNormal } from "../../random/index.ts";
import { defineDensity } from "../define-density.ts";
import type { Density } from "../density.ts";
import { outside } from "../numerics/on-support.ts";
import { finite, inPrecision } from "../numerics/precision.ts";
import { checkOrder } from "../parameters/check-order.ts";
import { constantValues } from "../parameters/constant-values.ts";
import { commonShape, parameter } from "../parameters/parameters.ts";
import { realScalar } from "../parameters/scalar-shape.ts";
import { drawEach } from "../sampling/draw-each.ts";
import { halfLogTwoPi } from "./normal.ts";

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
 * α = (low − μ)/σ and β = (high − μ)/σ. All is accurate however far the bounds lie in a tail, and however close they are.
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
  const piece = pieceOf(mu, sigma, from, to);
  const mode = () => broadcastTo(minimum(maximum(mu, from), to), shape);
  return defineDensity<TruncatedNormal>({
    ...realScalar(shape),
    name: "truncatedNormal",
    parameters: { mean: mu, standardDeviation: sigma, low: from, high: to },
    support: { kind: "interval", low: from, high: to },
    logProb: (values) => {
      const isInside = multiply(lessEqual(from, values), lessEqual(values, to));
      const x = select(isInside, values, mode());
      return select(
        isInside,
        subtract(subtract(piece.exponent(x), piece.logVolume), log(sigma)),
        outside(values, from, to),
      );
    },
    entropy: () => broadcastTo(add(subtract(piece.logVolume, piece.meanExponent()), log(sigma)), shape),
    kl: ({ parameters: other }) => {
      const theirs = pieceOf(other.mean, other.standardDeviation, other.low, other.high);
      const spread = multiply(
        square(divide(sigma, other.standardDeviation)),
        multiply(piece.variance(), 0.5),
      );
      const theirExponent = subtract(theirs.exponent(...piece.mean()), spread);
      const volumes = add(
        subtract(theirs.logVolume, piece.logVolume),
        log(divide(other.standardDeviation, sigma)),
      );
      const within = multiply(lessEqual(other.low, from), lessEqual(to, other.high));
      // Of densities that are very near it is rounding alone, some 1e-16, which may be on either side of 0.
      const divergence = maximum(add(volumes, subtract(piece.meanExponent(), theirExponent)), 0);
      return select(within, divergence, Infinity);
    },
    mean: () => broadcastTo(add(...piece.mean()), shape),
    variance: () => broadcastTo(multiply(square(sigma), piece.variance()), shape),
    mode,
    noise: drawEach("truncatedNormal", shape, [mu, sigma, from, to], drawTruncatedNormal),
    pathwise: false,
    // The bounds as the backend has them: in float32 they may be others than those that were drawn between.
    sample: (draw) => stopGradient(minimum(maximum(finite(draw), from), to)),
  });
}

/** What the density is made of, in units of σ about μ but for `mean`. */
interface Piece {
  /** −(u² − r²)/2 at u = (x + beyond − μ)/σ, for a reference r with which large squares do not cancel. */
  exponent(x: Expression, beyond?: Operand): FloatExpression;
  /** log ∫ exp(−(u² − r²)/2) du. */
  readonly logVolume: FloatExpression;
  /** The mean of `exponent`. */
  meanExponent(): FloatExpression;
  /** E[x] as a sum: of μ or a bound, and of what may be too little beside it to keep its digits. */
  mean(): [FloatExpression, FloatExpression];
  variance(): FloatExpression;
}

function pieceOf(
  mu: FloatExpression,
  sigma: FloatExpression,
  low: FloatExpression,
  high: FloatExpression,
): Piece {
  const isInfinite = (bound: Expression) =>
    constantValues(bound)?.every((value) => !Number.isFinite(value)) ?? false;
  const [lowOpen, highOpen] = [isInfinite(low), isInfinite(high)];
  const standard = (x: Operand, beyond: Operand = 0) => divide(add(subtract(x, mu), beyond), sigma);
  if (lowOpen && highOpen) {
    return {
      exponent: (x, beyond) => multiply(square(standard(x, beyond)), -0.5),
      logVolume: toExpression(halfLogTwoPi),
      meanExponent: () => toExpression(-0.5),
      mean: () => [mu, toExpression(0)],
      variance: () => toExpression(1),
    };
  }

  // Turned over where it lies on the left: the bound that is nearer to μ, or less far beyond it, comes first.
  const [alpha, beta] = [standard(low), standard(high)];
  const turned = lowOpen || highOpen ? Number(lowOpen) : less(add(alpha, beta), 0);
  const choose = (onLeft: () => FloatExpression, onRight: () => FloatExpression) =>
    typeof turned === "number" ? (turned ? onLeft() : onRight()) : select(turned, onLeft(), onRight());
  const near = choose(
    () => negate(beta),
    () => alpha,
  );
  const width = lowOpen || highOpen ? toExpression(Infinity) : divide(subtract(high, low), sigma);
  const fromNear = (x: Operand, beyond: Operand = 0) =>
    divide(
      choose(
        () => subtract(subtract(high, x), beyond),
        () => add(subtract(x, low), beyond),
      ),
      sigma,
    );
  const isWide = multiply(less(near, 0), less(widest, width));
  const [wide, slim] = [wideMoments(near, width), slimMoments(near, width)];
  /** −(u² − near²)/2 at a distance from the bound. */
  const exponentAt = (distance: FloatExpression) =>
    multiply(multiply(distance, add(multiply(near, 2), distance)), -0.5);
  return {
    // About near = r where the piece is slim, else about r = 0.
    exponent: (x, beyond) =>
      select(isWide, multiply(square(standard(x, beyond)), -0.5), exponentAt(fromNear(x, beyond))),
    logVolume: select(isWide, wide.logVolume, slim.logVolume),
    meanExponent: () => {
      const ofSlim = subtract(exponentAt(slim.mean), multiply(slim.variance, 0.5));
      return select(isWide, multiply(add(square(wide.mean), wide.variance), -0.5), ofSlim);
    },
    mean: () => {
      const distance = select(isWide, wide.mean, slim.mean);
      const towards = choose(
        () => negate(multiply(sigma, distance)),
        () => multiply(sigma, distance),
      );
      const bound = choose(
        () => high,
        () => low,
      );
      return [select(isWide, mu, bound), towards];
    },
    variance: () => select(isWide, wide.variance, slim.variance),
  };
}

/** A piece is wide where it holds the mean of the normal and more than this; all others are slim. */
const widest = 4;

/**
 * Of a standard normal between near < 0 and near + width, by the closed forms: the volume is at least that of [0, 4], and
 * nothing cancels. Of other pieces it is something finite that is not used.
 */
function wideMoments(near: FloatExpression, width: FloatExpression) {
  const bounded = (x: FloatExpression) => minimum(maximum(x, -40), 40); // beyond, all is 0
  const first = bounded(minimum(near, 0));
  const last = bounded(add(first, maximum(width, widest)));
  const outside = add(exp(logNormalCdf(first)), exp(logNormalCdf(negate(last))));
  const logVolume = add(log1p(negate(outside)), halfLogTwoPi);
  const height = (u: FloatExpression) => exp(subtract(multiply(square(u), -0.5), logVolume));
  const mean = subtract(height(first), height(last));
  const meanSquare = add(1, subtract(multiply(first, height(first)), multiply(last, height(last))));
  return { logVolume, mean, variance: subtract(meanSquare, square(mean)) };
}

const rule = /* @__PURE__ */ gaussLegendre(32);

/**
 * Of exp(−(near t + t²/2)) for t from 0 to width, by Gauss and Legendre's rule with 32 nodes: t ends at the latest where
 * the integrand has fallen to e⁻⁴⁰, and so much of an exponential the rule integrates to all digits.
 */
function slimMoments(near: FloatExpression, width: FloatExpression) {
  const first = maximum(near, -widest / 2); // a slim piece begins no further to the left
  const inTail = maximum(near, 0);
  // √(near² + 80), which is near itself where the square would overflow.
  const squarable = minimum(inTail, inPrecision(1e150, 1e18));
  const further = maximum(inTail, sqrt(add(square(squarable), 80)));
  const length = minimum(width, divide(80, add(inTail, further)));
  const perNode = (x: FloatExpression) => reshape(x, [...x.shape, 1]);
  const t = multiply(perNode(length), constant(rule.nodes, [rule.nodes.length]));
  const heights = multiply(
    exp(multiply(multiply(t, add(multiply(perNode(first), 2), t)), -0.5)),
    constant(rule.weights, [rule.weights.length]),
  );
  const total = sum(heights, { axis: -1 });
  const mean = divide(sum(multiply(heights, t), { axis: -1 }), total);
  const squares = sum(multiply(heights, square(subtract(t, perNode(mean)))), { axis: -1 });
  return { logVolume: add(log(total), log(length)), mean, variance: divide(squares, total) };
}
