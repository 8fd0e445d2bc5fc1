import type { Generator } from "../../random/index.ts";

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

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const lengthOf = (entry: Entry) => entry.parameter("high") - entry.parameter("low");

function put(pair: Float64Array, positive: number, negative: number, constant: number): number {
  pair[0] = positive;
  pair[1] = negative;
  return constant;
}

/** ∂/∂μ: Weibull distances up and down from the mean, the same for both. */
const normalMean =
  (standardDeviation: (entry: Entry) => number): Decomposition["couple"] =>
  (entry, generator, pair) => {
    const mean = entry.parameter("mean");
    const deviation = standardDeviation(entry);
    const distance = deviation * Math.sqrt(2 * exponential(generator));
    return put(pair, mean + distance, mean - distance, 1 / (deviation * Math.sqrt(2 * Math.PI)));
  };

/** ∂/∂σ: a double-sided Maxwell m, and the normal m · u, with u uniform. */
const normalDeviation =
  (standardDeviation: (entry: Entry) => number, constant: (deviation: number) => number) =>
  (entry: Entry, generator: Generator, pair: Float64Array) => {
    const mean = entry.parameter("mean");
    const deviation = standardDeviation(entry);
    const radius = Math.hypot(generator.normal(), generator.normal(), generator.normal());
    const maxwell = generator.random() < 0.5 ? radius : -radius;
    const inside = maxwell * generator.random();
    return put(pair, mean + deviation * maxwell, mean + deviation * inside, constant(deviation));
  };

const deviation = (entry: Entry) => entry.parameter("standardDeviation");
const deviationFromLog = (entry: Entry) => Math.exp(entry.parameter("logStandardDeviation"));

/** By the density's name, then its parameter. */
export const decompositions: Readonly<Record<string, Readonly<Record<string, Decomposition>>>> = {
  normal: {
    mean: { couple: normalMean(deviation) },
    standardDeviation: { couple: normalDeviation(deviation, (sigma) => 1 / sigma) },
  },
  diagonalNormal: {
    mean: { couple: normalMean(deviationFromLog) },
    // ∂/∂log σ = σ ∂/∂σ.
    logStandardDeviation: { couple: normalDeviation(deviationFromLog, () => 1) },
  },
  bernoulli: {
    // ∂p/∂logit = p (1 − p).
    logit: {
      couple(entry, _, pair) {
        const logit = entry.parameter("logit");
        return put(pair, 1, 0, sigmoid(logit) * sigmoid(-logit));
      },
    },
  },
  categorical: {
    // ∂p/∂(log p_k) = p_k at k. The sample itself may be subtracted, as Σ_k p_k ∂(log p_k) = 0.
    logProbs: {
      reuses: "negative",
      couple(entry, _, pair) {
        const p = Math.exp(entry.parameter("logProbs"));
        // f is not asked of a category that cannot occur.
        return put(pair, p === 0 ? entry.drawn : entry.category, entry.drawn, p);
      },
    },
  },
  poisson: {
    rate: { reuses: "negative", couple: (entry, _, pair) => put(pair, entry.drawn + 1, entry.drawn, 1) },
  },
  // One of the trials is taken out and put back as a success and as a failure.
  binomial: {
    logit: {
      couple(entry, generator, pair) {
        const trials = entry.parameter("trials");
        const others = entry.drawn - (generator.random() * trials < entry.drawn ? 1 : 0);
        const logit = entry.parameter("logit");
        return put(pair, others + 1, others, trials * sigmoid(logit) * sigmoid(-logit));
      },
    },
  },
  geometric: {
    logit: {
      reuses: "positive",
      couple(entry, generator, pair) {
        const logit = entry.parameter("logit");
        // −log(1 − p)
        const rate = Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit)));
        const further = Math.floor(exponential(generator) / rate);
        return put(pair, entry.drawn, entry.drawn + 1 + further, sigmoid(-logit));
      },
    },
  },
  exponential: {
    rate: {
      reuses: "positive",
      couple(entry, generator, pair) {
        const rate = entry.parameter("rate");
        return put(pair, entry.drawn, entry.drawn + exponential(generator) / rate, 1 / rate);
      },
    },
  },
  // With respect to the shape there is none in closed form.
  gamma: {
    rate: {
      reuses: "positive",
      couple(entry, generator, pair) {
        const rate = entry.parameter("rate");
        const constant = entry.parameter("shape") / rate;
        return put(pair, entry.drawn, entry.drawn + exponential(generator) / rate, constant);
      },
    },
  },
  laplace: {
    location: {
      couple(entry, generator, pair) {
        const location = entry.parameter("location");
        const scale = entry.parameter("scale");
        const distance = scale * exponential(generator);
        return put(pair, location + distance, location - distance, 1 / (2 * scale));
      },
    },
    scale: {
      reuses: "negative",
      couple(entry, generator, pair) {
        const scale = entry.parameter("scale");
        const outwards = Math.sign(entry.drawn - entry.parameter("location"));
        const further = outwards * scale * exponential(generator);
        return put(pair, entry.drawn + further, entry.drawn, 1 / scale);
      },
    },
  },
  uniform: {
    low: {
      reuses: "positive",
      couple: (entry, _, pair) => put(pair, entry.drawn, entry.parameter("low"), 1 / lengthOf(entry)),
    },
    high: {
      reuses: "negative",
      couple: (entry, _, pair) => put(pair, entry.parameter("high"), entry.drawn, 1 / lengthOf(entry)),
    },
  },
};
