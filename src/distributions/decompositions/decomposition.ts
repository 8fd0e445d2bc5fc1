import type { Generator } from "../../random/index.ts";

/** One number of a sample, and the parameters of its density. */
export interface DrawnNumber {
  /** A parameter of the density, by its name. */
  parameter(name: string): number;
  /** Which category, for a parameter that has one number for each. */
  readonly category: number;
  /** The number as it was drawn. */
  readonly drawn: number;
}

/**
 * The derivative of a density with respect to one of its parameters as a difference of two densities,
 *
 *   ∂p(x | η)/∂η = c(η) (p⁺(x) − p⁻(x))        (Pflug 1989; Mohamed et al. 2020, section 6 and table 1)
 *
 * and a coupling of the two: draws that share randomness, so that the errors of their difference cancel.
 *
 * The parameter has a number for each number of a value, or is broadcast to that; or it has one axis more than values have,
 * with a number for each category.
 */
export interface Decomposition {
  /** Whether one of the two draws is the sample itself, which needs no further evaluation. */
  readonly reuses?: "positive" | "negative";
  /** Writes the positive and the negative draw into `pair`, and returns c. */
  couple(entry: DrawnNumber, generator: Generator, pair: Float64Array): number;
}

/** Writes both draws. @returns the constant */
export function couple(pair: Float64Array, positive: number, negative: number, constant: number): number {
  pair[0] = positive;
  pair[1] = negative;
  return constant;
}

/** −log u: a draw from the exponential density of rate 1. */
export const drawExponential = (generator: Generator): number => -Math.log(1 - generator.random());

/** p (1 − p) with p = sigmoid(logit): the derivative of p with respect to the logit. */
export const slopeOfSigmoid = (logit: number): number => sigmoid(logit) * sigmoid(-logit);

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
