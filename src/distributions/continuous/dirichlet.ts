import {
  abs,
  add,
  argMax,
  cumulativeSum,
  deviance,
  divide,
  type Expression,
  equal,
  type FloatExpression,
  less,
  lessEqual,
  log,
  logSoftmax,
  maximum,
  multiply,
  oneHot,
  pad,
  reshape,
  select,
  slice,
  softmax,
  stirlingError,
  subtract,
  sum,
} from "../../graph/index.ts";
import { drawLogGamma } from "../../random/index.ts";
import { keepOrigin, originOf } from "../combinators/origin.ts";
import { expTransform } from "../combinators/transform.ts";
import { defineDensity } from "../define-density.ts";
import type { Density } from "../density.ts";
import { dirichletDivergence, dirichletEntropy, gammaEntropy } from "../numerics/gamma-information.ts";
import { implicitLogGamma } from "../numerics/implicit-gamma.ts";
import { outsideOfEvent } from "../numerics/on-support.ts";
import { inPrecision, smallestNumber } from "../numerics/precision.ts";
import { vectorParameter } from "../parameters/parameters.ts";
import { drawEach } from "../sampling/draw-each.ts";

export interface Dirichlet extends Density {
  readonly name: "dirichlet";
  readonly parameters: { readonly concentration: FloatExpression };
}

/** Whether the entries along the last axis sum to 1 within 10⁻⁶, or what summing them in float32 may be off by. */
export function sumsToOne(values: Expression): FloatExpression {
  const tolerance = inPrecision(1e-6, Math.max(1e-6, values.shape.at(-1)! * 2 ** -22));
  return lessEqual(abs(subtract(sum(values, { axis: -1 }), 1)), tolerance);
}

/**
 * The Dirichlet density of probability vectors: log p(x) = Σ (αᵢ − 1) log xᵢ + log Γ(Σ αᵢ) − Σ log Γ(αᵢ), for entries above
 * 0 that sum to 1 within 10⁻⁶.
 *
 * Where no αᵢ is above 1 the density is unbounded towards corners, most of all towards that of the largest αᵢ, which `mode`
 * is (the first of equal ones); for α = (1, …, 1), which is flat, `mode` is the middle.
 *
 * @param concentration α > 0: [...batch, categories]
 */
export function dirichlet(concentration: Expression): Dirichlet {
  const alpha = vectorParameter("dirichlet", "concentration", concentration, "positive");
  const categories = alpha.shape.at(-1)!;
  const batchShape = alpha.shape.slice(0, -1);
  const total = (x: Expression) => sum(x, { axis: -1 });
  const withAxis = (x: Expression) => reshape(x, [...x.shape, 1]);
  const whole = total(alpha);
  const shares = divide(alpha, withAxis(whole));
  return defineDensity<Dirichlet>({
    batchShape,
    eventShape: [categories],
    discrete: false,
    dtype: "float",
    name: "dirichlet",
    parameters: { concentration: alpha },
    support: { kind: "simplex" },
    logProb: (values) => {
      const positive = less(0, values);
      const isInside = multiply(equal(total(positive), categories), sumsToOne(values));
      const x = select(positive, values, 1);
      // The saddle-point form of the multinomial coefficient, and the powers that it lacks.
      const logs = log(multiply(alpha, 2 * Math.PI));
      const ofParts = add(
        add(stirlingError(alpha), multiply(logs, 0.5)),
        deviance(alpha, multiply(withAxis(whole), x)),
      );
      const ofWhole = add(stirlingError(whole), multiply(log(multiply(whole, 2 * Math.PI)), 0.5));
      const excess = multiply(whole, total(subtract(x, shares))); // 0 but for rounding
      const weights = subtract(total(subtract(log(alpha), log(x))), log(whole));
      const logProb = add(add(subtract(ofWhole, total(ofParts)), excess), weights);
      // Of samples that a number cannot hold: what the logarithms that they were drawn with lack.
      const drawn = originOf(values, expTransform);
      const lacking = drawn && total(multiply(subtract(alpha, 1), subtract(drawn, log(x))));
      return select(isInside, lacking ? add(logProb, lacking) : logProb, outsideOfEvent(values, 1));
    },
    entropy: () => dirichletEntropy(total(gammaEntropy(alpha)), whole, categories),
    kl: ({ parameters: { concentration } }) => dirichletDivergence(alpha, concentration, total),
    mean: () => shares,
    variance: () => {
      // 1 − share from the other parts: a share that is rounded to 1 has lost it.
      const rest = divide(add(sumBefore(alpha), sumAfter(alpha)), withAxis(whole));
      return divide(multiply(shares, rest), withAxis(add(whole, 1)));
    },
    mode: () => {
      const excess = maximum(subtract(alpha, 1), 0);
      const sumOfExcess = withAxis(total(excess));
      const hasExcess = less(0, sumOfExcess);
      const inside = divide(excess, select(hasExcess, sumOfExcess, 1));
      const corner = oneHot(argMax(alpha), categories);
      const isFlat = equal(sum(equal(alpha, 1), { axis: -1, keepDimensions: true }), categories);
      return select(hasExcess, inside, select(isFlat, 1 / categories, corner));
    },
    noise: drawEach("dirichlet", alpha.shape, [alpha], drawLogGamma),
    pathwise: true,
    // Gamma draws over their sum, from their logarithms.
    sample: (draws) => {
      const logDraws = implicitLogGamma(draws, alpha);
      const shares = maximum(softmax(logDraws), smallestNumber());
      return keepOrigin(shares, expTransform, logSoftmax(logDraws));
    },
  });
}

/** The sum of the entries before each along the last axis, and of those after it. */
const sumBefore = (x: FloatExpression) => shifted(cumulativeSum(x), 1);
const sumAfter = (x: FloatExpression) => shifted(cumulativeSum(x, { reverse: true }), -1);

/** Entries moved along the last axis by one place, with 0 behind them. */
function shifted(x: FloatExpression, by: 1 | -1): FloatExpression {
  const extent = x.shape.at(-1)!;
  if (extent === 1) return multiply(x, 0);
  const kept = by === 1 ? slice(x, -1, 0, extent - 1) : slice(x, -1, 1, extent);
  return pad(kept, -1, by === 1 ? 1 : 0, extent) as FloatExpression;
}
