import { couple, type Decomposition, type DrawnNumber, drawExponential } from "./decomposition.ts";

/** ∂/∂μ of a normal density: Weibull distances up and down from the mean, the same for both. */
export const ofNormalMean = (standardDeviation: (entry: DrawnNumber) => number): Decomposition => ({
  couple(entry, generator, pair) {
    const mean = entry.parameter("mean");
    const deviation = standardDeviation(entry);
    const distance = deviation * Math.sqrt(2 * drawExponential(generator));
    return couple(pair, mean + distance, mean - distance, 1 / (deviation * Math.sqrt(2 * Math.PI)));
  },
});

/**
 * ∂/∂σ of a normal density: a double-sided Maxwell m, and the normal m · u, with u uniform.
 *
 * @param constant 1/σ, times ∂σ/∂η for another parameter η of the deviation
 */
export const ofNormalDeviation = (
  standardDeviation: (entry: DrawnNumber) => number,
  constant: (deviation: number) => number,
): Decomposition => ({
  couple(entry, generator, pair) {
    const mean = entry.parameter("mean");
    const deviation = standardDeviation(entry);
    const radius = Math.hypot(generator.normal(), generator.normal(), generator.normal());
    const maxwell = generator.random() < 0.5 ? radius : -radius;
    const inside = maxwell * generator.random();
    return couple(pair, mean + deviation * maxwell, mean + deviation * inside, constant(deviation));
  },
});
