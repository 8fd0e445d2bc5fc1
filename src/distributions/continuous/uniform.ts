import {
  add,
  broadcastTo,
  divide,
  type FloatExpression,
  lessEqual,
  log,
  log1p,
  minimum,
  multiply,
  negate,
  type Operand,
  select,
  square,
  subtract,
} from "../../graph/index.ts";
import { couple, type DrawnNumber } from "../decompositions/decomposition.ts";
import { defineDensity } from "../define-density.ts";
import type { Density } from "../density.ts";
import { outside } from "../numerics/on-support.ts";
import { checkOrder } from "../parameters/check-order.ts";
import { commonShape, parameter } from "../parameters/parameters.ts";
import { realScalar } from "../parameters/scalar-shape.ts";

export interface Uniform extends Density {
  readonly name: "uniform";
  readonly parameters: { readonly low: FloatExpression; readonly high: FloatExpression };
}

/**
 * The uniform density between two bounds, both included. The support moves with the parameters, so that the score alone
 * gives no gradient of an expectation with respect to them; samples do (pathwise). `mode` is the middle.
 *
 * @throws RangeError when both bounds are known and low ≥ high, or high − low is not finite
 */
export function uniform(low: Operand, high: Operand): Uniform {
  const from = parameter("uniform", "low", low, "finite");
  const to = parameter("uniform", "high", high, "finite");
  checkOrder("uniform", from, to, { finite: true });
  const shape = commonShape("uniform", from, to);
  const range = subtract(to, from);
  const middle = () => add(multiply(from, 0.5), multiply(to, 0.5));
  return defineDensity<Uniform>({
    ...realScalar(shape),
    name: "uniform",
    parameters: { low: from, high: to },
    support: { kind: "interval", low: from, high: to },
    logProb: (values) => {
      const inside = multiply(lessEqual(from, values), lessEqual(values, to));
      return select(inside, negate(log(range)), outside(values, from, to));
    },
    entropy: () => log(range),
    kl: ({ parameters: other }) => {
      const within = multiply(lessEqual(other.low, from), lessEqual(to, other.high));
      return select(
        within,
        log1p(divide(add(subtract(other.high, to), subtract(from, other.low)), range)),
        Infinity,
      );
    },
    mean: middle,
    variance: () => divide(square(range), 12),
    mode: () => broadcastTo(middle(), shape),
    noise: { kind: "uniform", shape },
    pathwise: true,
    // Rounding may go beyond the end.
    sample: (noise) => minimum(add(from, multiply(range, noise)), to),
    decompositions: {
      low: {
        reuses: "positive",
        couple: (entry, _, pair) => couple(pair, entry.drawn, entry.parameter("low"), 1 / lengthOf(entry)),
      },
      high: {
        reuses: "negative",
        couple: (entry, _, pair) => couple(pair, entry.parameter("high"), entry.drawn, 1 / lengthOf(entry)),
      },
    },
  });
}

const lengthOf = (entry: DrawnNumber) => entry.parameter("high") - entry.parameter("low");
