import {
  add,
  broadcastTo,
  concatenate,
  divide,
  type FloatExpression,
  less,
  log,
  log1p,
  maximum,
  multiply,
  negate,
  type Operand,
  reshape,
  select,
  sigmoid,
  subtract,
  sum,
} from "../../graph/index.ts";
import { drawLogGamma } from "../../random/index.ts";
import { keepOrigin, logsOfShare } from "../combinators/origin.ts";
import { sigmoidTransform } from "../combinators/transform.ts";
import { defineDensity } from "../define-density.ts";
import type { Density } from "../density.ts";
import { dirichletDivergence, dirichletEntropy, gammaEntropy } from "../numerics/gamma-information.ts";
import { implicitLogGamma } from "../numerics/implicit-gamma.ts";
import { onUnitInterval } from "../numerics/on-support.ts";
import { insideUnitInterval } from "../numerics/precision.ts";
import { logBinomialTerm } from "../numerics/saddle-point.ts";
import { strongerEnd } from "../numerics/stronger-end.ts";
import { entryOf } from "../parameters/entry-of.ts";
import { commonShape, parameter } from "../parameters/parameters.ts";
import { realScalar } from "../parameters/scalar-shape.ts";
import { drawEach } from "../sampling/draw-each.ts";

export interface Beta extends Density {
  readonly name: "beta";
  readonly parameters: { readonly a: FloatExpression; readonly b: FloatExpression };
}

/**
 * The Beta density: log p(x) = (a − 1) log x + (b − 1) log(1 − x) − log B(a, b), for 0 < x < 1.
 *
 * Where a and b are 1 or below the density has no mode inside, and `mode` is the end that it is highest towards: 0 for a < b,
 * 1 for a ≥ b (which of the two does not matter for a = b), and ½ for a = b = 1, which is flat.
 *
 * @param a > 0: larger values of a move mass towards 1
 * @param b > 0: larger values of b move mass towards 0
 */
export function beta(a: Operand, b: Operand): Beta {
  const first = parameter("beta", "a", a, "positive");
  const second = parameter("beta", "b", b, "positive");
  const shape = commonShape("beta", first, second);
  const total = add(first, second);
  return defineDensity<Beta>({
    ...realScalar(shape),
    name: "beta",
    parameters: { a: first, b: second },
    support: { kind: "interval", low: 0, high: 1 },
    logProb: (values) =>
      onUnitInterval(values, (x) => {
        const rest = subtract(1, x);
        const term = logBinomialTerm(first, second, multiply(total, x), multiply(total, rest));
        const weight = log(multiply(first, divide(second, total)));
        const logs = [log(x), log1p(negate(x))] as const;
        const logProb = subtract(add(term, weight), add(...logs));
        // Of samples that a number cannot hold: what the logarithms that they were drawn with lack.
        const drawn = logsOfShare(values);
        if (drawn === undefined) return logProb;
        const [towardsZero, towardsOne] = drawn.map((each, end) => subtract(each, logs[end]));
        const lacking = add(
          multiply(subtract(first, 1), towardsZero),
          multiply(subtract(second, 1), towardsOne),
        );
        return add(logProb, lacking);
      }),
    entropy: () => dirichletEntropy(add(gammaEntropy(first), gammaEntropy(second)), total, 2),
    kl: ({ parameters: { a, b } }) =>
      dirichletDivergence(pairOf(first, second), pairOf(a, b), (x) => sum(x, { axis: -1 })),
    mean: () => divide(first, total),
    variance: () => divide(multiply(divide(first, total), divide(second, total)), add(total, 1)),
    mode: () => {
      const [left, right] = [maximum(subtract(second, 1), 0), maximum(subtract(first, 1), 0)];
      const inside = less(0, add(left, right));
      const between = divide(right, select(inside, add(left, right), 1));
      const atEnd = strongerEnd(first, second);
      return select(inside, between, atEnd);
    },
    noise: drawEach("beta", shape, [first, second], drawLogGammaOf(0), drawLogGammaOf(1)),
    pathwise: true,
    sample: (draws) => {
      // X / (X + Y) from the logarithms of two Gamma draws.
      const towardsOne = implicitLogGamma(entryOf(draws, 0), first);
      const logit = subtract(towardsOne, implicitLogGamma(entryOf(draws, 1), second));
      return keepOrigin(insideUnitInterval(sigmoid(logit)), sigmoidTransform, logit);
    },
  });
}

/** Two parameters side by side: [..., 2]. */
function pairOf(a: FloatExpression, b: FloatExpression): FloatExpression {
  const shape = commonShape("beta", a, b);
  const sides = [a, b].map((each) => reshape(broadcastTo(each, shape), [...shape, 1]));
  return concatenate(sides, -1) as FloatExpression;
}

const drawLogGammaOf =
  (index: 0 | 1) =>
  (generator: Parameters<typeof drawLogGamma>[0], ...shapes: number[]) =>
    drawLogGamma(generator, shapes[index]);
