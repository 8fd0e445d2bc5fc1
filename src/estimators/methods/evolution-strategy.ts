import { type Generator, generatorFromState } from "../../random/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { requireChoice } from "../../text/require-choice.ts";
import { requireFinite, requirePositive } from "../../text/require-number.ts";
import { average, type Estimate, type Terms } from "../estimate.ts";
import { type EstimatorOptions, resolveOptions } from "../options.ts";
import { centeredRanks } from "./centered-ranks.ts";

export interface EvolutionStrategyOptions extends EstimatorOptions {
  /** σ of the perturbations, above 0. Default: 0.1. */
  readonly deviation?: number;
  /**
   * `ranks` puts the place of f among all samples, from −½ for the least to ½ for the largest, in the place of f: then
   * outliers do not count, and neither does the scale of f. Biased: it is the gradient of another function, which
   * has the same order of better and worse. Its standard errors take the ranks for given, and are too large where one parameter
   * decides f (by half, for f(θ) = θ). Default: `none`.
   */
  readonly shaping?: "none" | "ranks";
}

/**
 * The gradient of f smoothed by a normal density, for an f of the parameters themselves, which is only evaluated:
 *
 *   ∇_θ E[f(θ + σε)] = E[(f(θ + σε) − f(θ − σε)) ε / 2σ],   ε ~ N(0, 1)        (Salimans et al. 2017)
 *
 * It is the score function over the mean of a normal density, with antithetic samples. `samples` counts both of a pair.
 *
 * @param f of a list of numbers that is used again for the next call: copy it to keep it
 * @throws RangeError when f is not finite, or an option is not possible
 */
export function evolutionStrategy(
  f: (parameters: Float64Array) => number,
  parameters: readonly number[],
  options: EvolutionStrategyOptions,
): Estimate<{ readonly parameters: readonly number[] }> {
  knownOptions("evolutionStrategy", options, ["samples", "generator", "deviation", "shaping"]);
  const { samples, generator } = resolveOptions("evolutionStrategy", options);
  const { deviation = 0.1, shaping = "none" } = options;
  requirePositive("evolutionStrategy: deviation", deviation);
  requireChoice("evolutionStrategy: shaping", shaping, ["none", "ranks"]);
  if (parameters.length === 0) throw new RangeError("evolutionStrategy: there are no parameters to perturb");
  const wrong = parameters.findIndex((each) => !Number.isFinite(each));
  if (wrong >= 0) requireFinite(`evolutionStrategy: parameters[${wrong}]`, parameters[wrong]);
  const pairs = Math.max(2, Math.ceil(samples / 2)); // one pair has no standard error
  // Noise is drawn twice from one state rather than kept: there may be many parameters.
  const again = generatorFromState(generator.save());
  const values = evaluatePairs(f, parameters, deviation, pairs, generator);
  const shaped = shaping === "ranks" ? centeredRanks(values) : values;

  const gradients = new Float64Array(parameters.length);
  const mean = new Float64Array(1);
  let pair = 0;
  const terms: Terms = {
    count: 1,
    group: 2,
    evaluationsPerTerm: 2,
    preparation: 0,
    gradients,
    values: mean,
    draw() {
      mean[0] = (values[2 * pair] + values[2 * pair + 1]) / 2;
      const slope = (shaped[2 * pair] - shaped[2 * pair + 1]) / (2 * deviation);
      for (let i = 0; i < gradients.length; i++) gradients[i] = slope * again.normal();
      pair++;
    },
  };
  return average({ parameters }, terms, samples);
}

/** f at θ + σε and at θ − σε, one after the other. */
function evaluatePairs(
  f: (parameters: Float64Array) => number,
  center: readonly number[],
  deviation: number,
  pairs: number,
  generator: Generator,
): Float64Array {
  const values = new Float64Array(2 * pairs);
  const noise = new Float64Array(center.length);
  const at = new Float64Array(center.length);
  for (let i = 0; i < values.length; i++) {
    if (i % 2 === 0) generator.fillNormal(noise);
    const step = i % 2 === 0 ? deviation : -deviation;
    for (let j = 0; j < at.length; j++) at[j] = center[j] + step * noise[j];
    values[i] = f(at);
    if (!Number.isFinite(values[i])) {
      throw new RangeError(`f: it returned ${values[i]} for sample ${i}; it must return a finite number`);
    }
  }
  return values;
}
