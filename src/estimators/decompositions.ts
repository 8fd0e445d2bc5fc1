import type { Generator } from "../random/index.ts";

/** One number of a sample, and the parameters of its density. */
export interface Entry {
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
 */
export interface Decomposition {
  /** Whether one of the two draws is the sample itself, which needs no further evaluation. */
  readonly reuses?: "positive" | "negative";
  /** Writes the positive and the negative draw into `pair`, and returns c. */
  couple(entry: Entry, generator: Generator, pair: Float64Array): number;
}

/** −log u: a draw from the exponential density of rate 1. */
const exponential = (generator: Generator) => -Math.log(1 - generator.random());

/** ∂/∂μ: Weibull distances up and down from the mean, the same for both. */
const normalMean =
  (standardDeviation: (entry: Entry) => number): Decomposition["couple"] =>
  (entry, generator, pair) => {
    const mean = entry.parameter("mean");
    const deviation = standardDeviation(entry);
    const distance = deviation * Math.sqrt(2 * exponential(generator));
    pair[0] = mean + distance;
    pair[1] = mean - distance;
    return 1 / (deviation * Math.sqrt(2 * Math.PI));
  };

/** ∂/∂σ: a double-sided Maxwell m, and the normal m · u, with u uniform. */
const normalDeviation =
  (standardDeviation: (entry: Entry) => number, constant: (deviation: number) => number) =>
  (entry: Entry, generator: Generator, pair: Float64Array) => {
    const mean = entry.parameter("mean");
    const deviation = standardDeviation(entry);
    const radius = Math.hypot(generator.normal(), generator.normal(), generator.normal());
    const maxwell = generator.random() < 0.5 ? radius : -radius;
    pair[0] = mean + deviation * maxwell;
    pair[1] = mean + deviation * maxwell * generator.random();
    return constant(deviation);
  };

const deviation = (entry: Entry) => entry.parameter("standardDeviation");
const deviationFromLog = (entry: Entry) => Math.exp(entry.parameter("logStandardDeviation"));

/** By the density's name, then its parameter. */
export const decompositions: Readonly<Record<string, Readonly<Record<string, Decomposition>>>> = {
  normal: {
    mean: { couple: normalMean(deviation) },
    standardDeviation: { couple: normalDeviation(deviation, (sigma) => 1 / sigma) },
  },
  "diagonal normal": {
    mean: { couple: normalMean(deviationFromLog) },
    // ∂/∂log σ = σ ∂/∂σ.
    logStandardDeviation: { couple: normalDeviation(deviationFromLog, () => 1) },
  },
  bernoulli: {
    // ∂p/∂logit = p (1 − p).
    logit: {
      couple(entry, _, pair) {
        const p = 1 / (1 + Math.exp(-entry.parameter("logit")));
        pair[0] = 1;
        pair[1] = 0;
        return p * (1 - p);
      },
    },
  },
  categorical: {
    // ∂p/∂(log p_k) = p_k at k. The sample itself may be subtracted, as Σ_k p_k ∂(log p_k) = 0.
    logProbs: {
      reuses: "negative",
      couple(entry, _, pair) {
        pair[0] = entry.category;
        pair[1] = entry.drawn;
        return Math.exp(entry.parameter("logProbs"));
      },
    },
  },
};
