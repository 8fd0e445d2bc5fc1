import type { BinaryOperation, SpecialFunction, UnaryOperation } from "../../graph/expression.ts";
import * as math from "../../math/index.ts";

/** y = f(x), entry by entry. */
type UnaryLoop = (x: Float64Array, y: Float64Array) => void;

/** r[i], r[i + di], … = f(x[j], y[k]), f(x[j + dj], y[k + dk]), …: n entries. */
export type BinaryLoop = (
  n: number,
  r: Float64Array,
  i: number,
  di: number,
  x: Float64Array,
  j: number,
  dj: number,
  y: Float64Array,
  k: number,
  dk: number,
) => void;

/** A loop around a function that costs far more than its call. */
const mapped =
  (f: (x: number) => number): UnaryLoop =>
  (x, y) => {
    for (let i = 0; i < y.length; i++) y[i] = f(x[i]);
  };

/** As in IEEE 754, where 1 to any power is 1, and −1 to an infinite one; JavaScript has NaN there. */
const power = (x: number, y: number): number =>
  x === 1 || (x === -1 && Math.abs(y) === Infinity) ? 1 : x ** y;

/** Written out one by one: an engine compiles each loop for itself, with no call per entry. */
export const unaryLoops: { readonly [Op in UnaryOperation]: UnaryLoop } = {
  negate: (x, y) => {
    for (let i = 0; i < y.length; i++) y[i] = -x[i];
  },
  exp: (x, y) => {
    for (let i = 0; i < y.length; i++) y[i] = Math.exp(x[i]);
  },
  log: (x, y) => {
    for (let i = 0; i < y.length; i++) y[i] = Math.log(x[i]);
  },
  sqrt: (x, y) => {
    for (let i = 0; i < y.length; i++) y[i] = Math.sqrt(x[i]);
  },
  square: (x, y) => {
    for (let i = 0; i < y.length; i++) y[i] = x[i] * x[i];
  },
  reciprocal: (x, y) => {
    for (let i = 0; i < y.length; i++) y[i] = 1 / x[i];
  },
  abs: (x, y) => {
    for (let i = 0; i < y.length; i++) y[i] = Math.abs(x[i]);
  },
  floor: (x, y) => {
    for (let i = 0; i < y.length; i++) y[i] = Math.floor(x[i]);
  },
  relu: (x, y) => {
    for (let i = 0; i < y.length; i++) y[i] = Math.max(x[i], 0);
  },
  sigmoid: (x, y) => {
    for (let i = 0; i < y.length; i++) y[i] = 1 / (1 + Math.exp(-x[i]));
  },
  softplus: (x, y) => {
    for (let i = 0; i < y.length; i++) y[i] = Math.max(x[i], 0) + Math.log1p(Math.exp(-Math.abs(x[i])));
  },
  expm1: mapped(Math.expm1),
  log1p: mapped(Math.log1p),
  sign: mapped(Math.sign),
  tanh: mapped(Math.tanh),
  sin: mapped(Math.sin),
  cos: mapped(Math.cos),
};

export const binaryLoops: { readonly [Op in BinaryOperation]: BinaryLoop } = {
  add: (n, r, i, di, x, j, dj, y, k, dk) => {
    for (; n > 0; n--, i += di, j += dj, k += dk) r[i] = x[j] + y[k];
  },
  subtract: (n, r, i, di, x, j, dj, y, k, dk) => {
    for (; n > 0; n--, i += di, j += dj, k += dk) r[i] = x[j] - y[k];
  },
  multiply: (n, r, i, di, x, j, dj, y, k, dk) => {
    for (; n > 0; n--, i += di, j += dj, k += dk) r[i] = x[j] * y[k];
  },
  divide: (n, r, i, di, x, j, dj, y, k, dk) => {
    for (; n > 0; n--, i += di, j += dj, k += dk) r[i] = x[j] / y[k];
  },
  minimum: (n, r, i, di, x, j, dj, y, k, dk) => {
    for (; n > 0; n--, i += di, j += dj, k += dk) r[i] = Math.min(x[j], y[k]);
  },
  maximum: (n, r, i, di, x, j, dj, y, k, dk) => {
    for (; n > 0; n--, i += di, j += dj, k += dk) r[i] = Math.max(x[j], y[k]);
  },
  power: (n, r, i, di, x, j, dj, y, k, dk) => {
    for (; n > 0; n--, i += di, j += dj, k += dk) r[i] = power(x[j], y[k]);
  },
  less: (n, r, i, di, x, j, dj, y, k, dk) => {
    for (; n > 0; n--, i += di, j += dj, k += dk) r[i] = x[j] < y[k] ? 1 : 0;
  },
  lessEqual: (n, r, i, di, x, j, dj, y, k, dk) => {
    for (; n > 0; n--, i += di, j += dj, k += dk) r[i] = x[j] <= y[k] ? 1 : 0;
  },
  equal: (n, r, i, di, x, j, dj, y, k, dk) => {
    for (; n > 0; n--, i += di, j += dj, k += dk) r[i] = x[j] === y[k] ? 1 : 0;
  },
};

export const devianceLoop: BinaryLoop = (n, r, i, di, x, j, dj, y, k, dk) => {
  for (; n > 0; n--, i += di, j += dj, k += dk) r[i] = math.deviance(x[j], y[k]);
};

export const logGammaSlopeLoop: BinaryLoop = (n, r, i, di, x, j, dj, y, k, dk) => {
  for (; n > 0; n--, i += di, j += dj, k += dk) r[i] = math.logGammaSlope(x[j], y[k]);
};

export const specialFunctions: Readonly<Record<SpecialFunction, (x: number, order: number) => number>> = {
  logGamma: math.logGamma,
  polygamma: math.polygamma,
  stirlingError: math.stirlingError,
  erf: math.erf,
  erfc: math.erfc,
  logNormalCdf: math.logNormalCdf,
  inverseMillsRatio: math.inverseMillsRatio,
  logScaledBesselI0: math.logScaledBesselI0,
  besselRatioComplement: math.besselRatioComplement,
};
