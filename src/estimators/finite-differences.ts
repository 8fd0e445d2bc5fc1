import { knownOptions } from "../text/known-options.ts";
import { averageGroups } from "./average-groups.ts";
import { createDraws, independent } from "./draw.ts";
import { average, type Estimate, type Terms } from "./estimate.ts";
import { createEvaluator } from "./evaluate-function.ts";
import { createModel, rowsFor } from "./model.ts";
import { type EstimatorOptions, resolveOptions } from "./options.ts";
import type { Parameters, Problem } from "./problem.ts";

export interface FiniteDifferencesOptions extends EstimatorOptions {
  /** h, relative to max(1, |θ_i|). Default: 1e-3, or 0.1 where samples jump (discrete, or drawn by rejection). */
  readonly step?: number;
}

/**
 * Central differences with common random numbers: the same noise ε at θ + h and θ − h,
 *
 *   ∂_i E[f(x)] ≈ E[f(g(ε; θ + h e_i)) − f(g(ε; θ − h e_i))] / 2h        (Glasserman 2003, section 7.1)
 *
 * Biased by h²/6 times the third derivative of E[f]. Where f or g jumps (every discrete density, and those drawn by
 * rejection) its variance grows with 1/h; so there the step is larger. 1 + 2 · parameters evaluations of f per sample.
 *
 * @throws RangeError when f is not finite, naming the sample, or θ ± h is outside the density's range: take a smaller step
 */
export function finiteDifferences<P extends Parameters>(
  problem: Problem<P>,
  options: FiniteDifferencesOptions,
): Estimate<P> {
  return average(problem.parameters, finiteDifferencesTerms(problem, options), options.samples);
}

export function finiteDifferencesTerms<P extends Parameters>(
  problem: Problem<P>,
  options: FiniteDifferencesOptions,
): Terms {
  knownOptions("finiteDifferences", options, ["samples", "generator", "step"]);
  const { samples, generator } = resolveOptions("finiteDifferences", options);
  const model = createModel(problem, rowsFor(problem, samples));
  const { pathwise, noise } = model.density;
  // A rejection more or less moves all draws behind it, so that theirs are no longer common random numbers.
  const { step = pathwise && noise.kind !== "drawn" ? 1e-3 : 0.1 } = options;
  if (!(step > 0 && step < Infinity)) {
    throw new RangeError(`finiteDifferences: step is ${step}; it must be above 0 and finite`);
  }
  const evaluator = createEvaluator(model, problem);
  const draws = createDraws(model, generator, independent, () => ({}));

  const { rows, parameters } = model;
  const size = parameters.length;
  const moved = parameters.slice();
  const gradients = new Float64Array(rows * size);
  const values = new Float64Array(rows);
  const above = new Float64Array(rows);
  const below = new Float64Array(rows);
  const evaluateAt = (results: Float64Array) => {
    draws.recompute(moved);
    evaluator.evaluate(draws.samples, results);
  };
  const draw = () => {
    draws.draw();
    evaluator.evaluate(draws.samples, values);
    for (let i = 0; i < size; i++) {
      const h = step * Math.max(1, Math.abs(parameters[i]));
      moved[i] = parameters[i] + h;
      evaluateAt(above);
      moved[i] = parameters[i] - h;
      evaluateAt(below);
      moved[i] = parameters[i];
      for (let row = 0; row < rows; row++) gradients[row * size + i] = (above[row] - below[row]) / (2 * h);
    }
    draws.recompute(parameters);
  };
  return averageGroups({ gradients, values, evaluationsPerRow: 1 + 2 * size, draw });
}
