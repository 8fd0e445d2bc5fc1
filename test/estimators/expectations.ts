// exactGradient against closed forms by scripts/expectations.py: right, or refused.
import {
  affine,
  beta,
  cauchy,
  type Density,
  exponential,
  expTransform,
  gamma,
  gumbel,
  kumaraswamy,
  laplace,
  logistic,
  logNormal,
  normal,
  sigmoidTransform,
  studentT,
  tanhTransform,
  transformed,
  truncatedNormal,
  vonMises,
} from "../../src/distributions/index.ts";
import { exactGradient, NotApplicableError } from "../../src/estimators/index.ts";
import type { FloatExpression } from "../../src/graph/index.ts";

export interface Expectation {
  readonly density: string;
  readonly parameters: readonly number[];
  readonly f: string;
  /** Where the step is. */
  readonly at?: number;
  /** null where the expectation does not exist. */
  readonly value: number | null;
  readonly gradient: readonly number[] | null;
}

const densities: Readonly<Record<string, (...theta: FloatExpression[]) => Density>> = {
  normal,
  logNormal,
  exponential,
  gamma,
  beta,
  kumaraswamy,
  laplace,
  logistic,
  gumbel,
  cauchy,
  studentT,
  vonMises,
  affineNormal: (m, s) => affine(normal(m, s), 3, -2),
  expNormal: (m, s) => transformed(normal(m, s), expTransform),
  affineGamma: (a, b) => affine(gamma(a, b), 5, -1000),
  positiveNormal: (m, s) => truncatedNormal(m, s, 0),
  boxedNormal: (m, s) => truncatedNormal(m, s, -1, 1),
  sigmoidNormal: (m, s) => transformed(normal(m, s), sigmoidTransform),
  tanhNormal: (m, s) => transformed(normal(m, s), tanhTransform),
};

const functions: Readonly<Record<string, (x: number) => number>> = {
  x: (x) => x,
  square: (x) => x * x,
  exp: Math.exp,
  cos: Math.cos,
  sin: Math.sin,
  atanh: Math.atanh,
  logit: (x) => Math.log(x) - Math.log1p(-x),
  logAbs: (x) => Math.log(Math.abs(x)),
  rootReciprocal: (x) => 1 / Math.sqrt(Math.abs(x)),
};

/**
 * "right" where each number is within 1e-5 of the closed form, or within three times the error that comes with it; "refused"
 * with a NotApplicableError; else what is wrong.
 */
export function judge({ density, parameters, f, at, value, gradient }: Expectation): string {
  const of = f === "step" ? (x: number) => (x > at! ? 1 : 0) : functions[f];
  const theta = Object.fromEntries(parameters.map((each, i) => [`p${i}`, each]));
  try {
    const exact = exactGradient({
      parameters: theta,
      density: (inputs) => densities[density](...Object.values(inputs)),
      f: ([x]) => of(x),
    });
    const found = [exact.value, ...Object.values(exact.gradient)];
    const errors = [exact.error, ...Object.values(exact.errors)];
    const wanted = value === null ? found.map(() => Number.NaN) : [value, ...gradient!];
    const isRight = found.every(
      (each, i) => Math.abs(each - wanted[i]) <= Math.max(1e-5 * Math.abs(wanted[i]), 3 * errors[i]),
    );
    return isRight ? "right" : `${found} ± ${errors}, and not ${wanted}`;
  } catch (error) {
    if (error instanceof NotApplicableError) return "refused";
    throw error;
  }
}
