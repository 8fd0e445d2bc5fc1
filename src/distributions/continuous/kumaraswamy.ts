import {
  add,
  broadcastTo,
  constant,
  digamma,
  divide,
  exp,
  expm1,
  type FloatExpression,
  less,
  log,
  logBeta,
  minimum,
  multiply,
  negate,
  type Operand,
  reciprocal,
  reshape,
  select,
  square,
  subtract,
  sum,
} from "../../graph/index.ts";
import { exp as expOf } from "../../math/elementary/exp.ts";
import { keepOrigin, logsOfShare } from "../combinators/origin.ts";
import { sigmoidTransform } from "../combinators/transform.ts";
import { defineDensity } from "../define-density.ts";
import type { Density } from "../density.ts";
import { noClosedForm } from "../no-closed-form-error.ts";
import { onUnitInterval } from "../numerics/on-support.ts";
import { insideUnitInterval } from "../numerics/precision.ts";
import { log1mexp, standardExponential } from "../numerics/stable.ts";
import { strongerEnd } from "../numerics/stronger-end.ts";
import { commonShape, parameter } from "../parameters/parameters.ts";
import { realScalar } from "../parameters/scalar-shape.ts";
import { eulerGamma } from "./gumbel.ts";

export interface Kumaraswamy extends Density {
  readonly name: "kumaraswamy";
  readonly parameters: { readonly a: FloatExpression; readonly b: FloatExpression };
}

/**
 * Kumaraswamy's density, much like a Beta but with a distribution function, 1 − (1 − xᵃ)ᵇ, that inverts:
 * log p(x) = log a + log b + (a − 1) log x + (b − 1) log(1 − xᵃ), for 0 < x < 1.
 *
 * Where a or b is 1 or below the density has no mode inside, and `mode` is the end that it is highest towards: 0 for a < b, 1
 * for a ≥ b, and ½ for a = b = 1, which is flat.
 *
 * @param a > 0: larger values of a move mass towards 1
 * @param b > 0: larger values of b move mass towards 0
 */
export function kumaraswamy(a: Operand, b: Operand): Kumaraswamy {
  const first = parameter("kumaraswamy", "a", a, "positive");
  const second = parameter("kumaraswamy", "b", b, "positive");
  const shape = commonShape("kumaraswamy", first, second);
  /** E[xⁿ] = b B(1 + n/a, b). */
  const moment = (n: number) => exp(add(log(second), logBeta(add(divide(n, first), 1), second)));
  /**
   * The variance as an integral over E with xᵃ = 1 − exp(−E/b), which is exponential: of x relative to its median, so that
   * nothing cancels where all x are near one another. With E = τ b/(1 + b) it lies where τ is about 1, for every b.
   */
  const narrowVariance = () => {
    const perNode = (x: FloatExpression) => reshape(broadcastTo(x, shape), [...shape, 1]);
    const [nodes, weights] = [rule.nodes, rule.weights].map((list) => constant(list, [list.length]));
    const [u, v] = [perNode(first), perNode(second)];
    const median = log1mexp(negate(divide(Math.LN2, v)));
    const logPower = log1mexp(negate(divide(nodes, add(v, 1))));
    const relative = expm1(minimum(divide(subtract(logPower, median), u), 300));
    const rate = divide(v, add(v, 1));
    const mass = multiply(multiply(rate, weights), exp(negate(multiply(rate, nodes))));
    const mean = sum(multiply(mass, relative), { axis: -1 });
    const squares = sum(multiply(mass, square(relative)), { axis: -1 });
    const scale = exp(divide(multiply(reshape(median, shape), 2), first));
    return multiply(scale, subtract(squares, square(mean)));
  };
  return defineDensity<Kumaraswamy>({
    ...realScalar(shape),
    name: "kumaraswamy",
    parameters: { a: first, b: second },
    support: { kind: "interval", low: 0, high: 1 },
    logProb: (values) =>
      onUnitInterval(values, (x) => {
        const drawn = logsOfShare(values);
        const logX = drawn?.[0] ?? log(x);
        const logPowerRest = drawn ? logOneMinusPower(drawn, first) : log1mexp(multiply(first, logX));
        const powers = add(multiply(subtract(first, 1), logX), multiply(subtract(second, 1), logPowerRest));
        return add(add(log(first), log(second)), powers);
      }),
    entropy: () => {
      const harmonic = add(digamma(add(second, 1)), eulerGamma);
      const ofFirst = multiply(subtract(1, reciprocal(first)), harmonic);
      return subtract(add(subtract(1, reciprocal(second)), ofFirst), add(log(first), log(second)));
    },
    kl: noClosedForm("kumaraswamy", "kl"),
    mean: () => moment(1),
    variance: () => {
      const [first, second] = [moment(1), moment(2)];
      const isWide = less(multiply(square(first), 1.5), second); // where nothing cancels
      return select(isWide, subtract(second, square(first)), narrowVariance());
    },
    // ((a − 1)/(ab − 1))^(1/a) inside, where a and b are above 1; else an end.
    mode: () => {
      const isInside = multiply(less(1, first), less(1, second));
      const [u, v] = [select(isInside, first, 2), select(isInside, second, 2)];
      const rest = reciprocal(u);
      const inside = exp(divide(log(divide(subtract(1, rest), subtract(v, rest))), u));
      const atEnd = strongerEnd(first, second);
      return select(isInside, inside, atEnd);
    },
    noise: { kind: "uniform", shape },
    pathwise: true,
    sample: (uniform) => {
      const distance = divide(standardExponential(uniform), second); // −log(1 − xᵃ)
      const logPower = log1mexp(negate(distance));
      const x = insideUnitInterval(exp(divide(logPower, first)));
      // log(−log x), which is there also where xᵃ, or x, is rounded to 1.
      const isNear = less(-nearOne, distance);
      const doubleLog = subtract(
        select(isNear, negate(distance), log(negate(select(isNear, -1, logPower)))),
        log(first),
      );
      const logX = negate(exp(minimum(doubleLog, 700)));
      return keepOrigin(x, sigmoidTransform, subtract(logX, logOneMinusDoubleExp(doubleLog)));
    },
  });
}

/** ∫₀^∞ f ≈ Σ wₖ f(xₖ) for f that decays at least exponentially: x = exp(t − exp(−t)) (Takahasi and Mori 1974). */
const rule = /* @__PURE__ */ (() => {
  const step = 1 / 16;
  const places = Array.from({ length: 12 / step + 1 }, (_, k) => -4.5 + k * step);
  return {
    nodes: places.map((t) => expOf(t - expOf(-t))),
    weights: places.map((t) => step * (1 + expOf(-t)) * expOf(t - expOf(-t))),
  };
})();

/** The logarithm of 1 − x below which −log x and 1 − x are one. */
const nearOne = -37;

/** log(1 − xᵃ) from log x and log(1 − x): near x = 1, where −log x is 1 − x to all digits, it is log a + log(1 − x). */
function logOneMinusPower(
  [logX, logRest]: readonly [FloatExpression, FloatExpression],
  a: FloatExpression,
): FloatExpression {
  const isNear = less(logRest, nearOne);
  const ofX = log1mexp(multiply(a, select(isNear, -1, logX)));
  return select(isNear, logOneMinusDoubleExp(add(log(a), logRest)), ofX);
}

/** log(1 − exp(−eˣ)): x itself far on the left. */
function logOneMinusDoubleExp(x: FloatExpression): FloatExpression {
  const isFar = less(x, nearOne);
  return select(isFar, x, log1mexp(negate(exp(minimum(select(isFar, 0, x), 700)))));
}
