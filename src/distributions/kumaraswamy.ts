import {
  add,
  digamma,
  divide,
  exp,
  type FloatExpression,
  less,
  log,
  logBeta,
  minimum,
  multiply,
  negate,
  type Operand,
  reciprocal,
  select,
  square,
  subtract,
} from "../graph/index.ts";
import { defineDensity } from "./define-density.ts";
import type { Density } from "./density.ts";
import { eulerGamma } from "./gumbel.ts";
import { noClosedForm } from "./no-closed-form-error.ts";
import { onUnitInterval } from "./on-support.ts";
import { keepOrigin, logsOfShare } from "./origin.ts";
import { commonShape, parameter } from "./parameters.ts";
import { insideUnitInterval } from "./precision.ts";
import { realScalar } from "./scalar-shape.ts";
import { log1mexp, standardExponential } from "./stable.ts";
import { strongerEnd } from "./stronger-end.ts";
import { sigmoidTransform } from "./transform.ts";

export interface Kumaraswamy extends Density {
  readonly name: "kumaraswamy";
  readonly parameters: { readonly a: FloatExpression; readonly b: FloatExpression };
}

/**
 * Kumaraswamy's density, much like a Beta but with a distribution function, 1 − (1 − xᵃ)ᵇ, that inverts:
 * log p(x) = log a + log b + (a − 1) log x + (b − 1) log(1 − xᵃ), for 0 < x < 1. Where a is large the variance, which is
 * about 1/a², loses about a² ulp.
 *
 * @param a > 0: pulls towards 1
 * @param b > 0: pulls towards 0
 */
export function kumaraswamy(a: Operand, b: Operand): Kumaraswamy {
  const first = parameter("kumaraswamy", "a", a, "positive");
  const second = parameter("kumaraswamy", "b", b, "positive");
  const shape = commonShape("kumaraswamy", first, second);
  /** E[xⁿ] = b B(1 + n/a, b). */
  const moment = (n: number) => exp(add(log(second), logBeta(add(divide(n, first), 1), second)));
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
    variance: () => subtract(moment(2), square(moment(1))),
    // ((a − 1)/(ab − 1))^(1/a) inside, where both pull; else the end that is pulled at.
    mode: () => {
      const isInside = multiply(less(1, first), less(1, second));
      const [u, v] = [select(isInside, first, 2), select(isInside, second, 2)];
      const inside = exp(divide(log(divide(subtract(u, 1), subtract(multiply(u, v), 1))), u));
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
