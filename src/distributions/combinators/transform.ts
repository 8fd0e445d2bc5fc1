import {
  abs,
  add,
  divide,
  type Expression,
  exp,
  type FloatExpression,
  less,
  log,
  log1p,
  multiply,
  negate,
  type Operand,
  type Shape,
  sigmoid,
  softplus,
  subtract,
  tanh,
} from "../../graph/index.ts";
import { log1mexp } from "../numerics/stable.ts";
import { commonShape, parameter } from "../parameters/parameters.ts";

/** A map of numbers that grows or falls throughout, entry by entry. */
export interface Transform {
  readonly name: string;
  /** Between which numbers the values of all real numbers lie. */
  readonly low: number;
  readonly high: number;
  /** The shape of its parameters; default [], as for a map without any. */
  readonly shape?: Shape;
  /** 1 where the map falls; undefined for one that grows everywhere. */
  readonly falls?: FloatExpression;
  apply(x: Expression): FloatExpression;
  invert(y: Expression): FloatExpression;
  /** log |dy/dx|, written in x. */
  logDerivative(x: Expression): FloatExpression;
}

/** y = tanh x. Its log-derivative is 2 (log 2 − x − softplus(−2x)), with no rounding where tanh is nearly ±1. */
export const tanhTransform: Transform = {
  name: "tanh",
  low: -1,
  high: 1,
  apply: tanh,
  invert: (y) => multiply(subtract(log1p(y), log1p(negate(y))), 0.5),
  logDerivative: (x) => multiply(subtract(subtract(Math.LN2, x), softplus(multiply(x, -2))), 2),
};

/** y = 1/(1 + e⁻ˣ). */
export const sigmoidTransform: Transform = {
  name: "sigmoid",
  low: 0,
  high: 1,
  apply: sigmoid,
  invert: (y) => subtract(log(y), log1p(negate(y))),
  logDerivative: (x) => negate(add(softplus(x), softplus(negate(x)))),
};

/** y = eˣ. */
export const expTransform: Transform = {
  name: "exp",
  low: 0,
  high: Infinity,
  apply: exp,
  invert: log,
  logDerivative: (x) => x as FloatExpression,
};

/** y = log(1 + eˣ). */
export const softplusTransform: Transform = {
  name: "softplus",
  low: 0,
  high: Infinity,
  apply: softplus,
  // log(eʸ − 1) = y + log(1 − e⁻ʸ)
  invert: (y) => add(y, log1mexp(negate(y))),
  logDerivative: (x) => negate(softplus(negate(x))),
};

/**
 * y = shift + scale · x.
 *
 * @param scale not 0
 */
export function affineTransform(shift: Operand, scale: Operand): Transform {
  const by = parameter("affineTransform", "scale", scale, "nonZero");
  const from = parameter("affineTransform", "shift", shift, "finite");
  return {
    name: "affine",
    low: -Infinity,
    high: Infinity,
    shape: commonShape("affineTransform", from, by),
    falls: less(by, 0),
    apply: (x) => add(from, multiply(by, x)),
    invert: (y) => divide(subtract(y, from), by),
    logDerivative: () => log(abs(by)),
  };
}
