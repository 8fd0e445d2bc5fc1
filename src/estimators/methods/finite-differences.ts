import { knownOptions } from "../../text/known-options.ts";
import { requirePositive } from "../../text/require-number.ts";
import { average, type Estimate, type Terms } from "../estimate.ts";
import { type EstimatorOptions, resolveOptions } from "../options.ts";
import { type PreparedProblem, prepareProblem } from "../prepare-problem.ts";
import type { Parameters, Problem } from "../problem.ts";
import { compileDraws } from "../samples/draws.ts";
import { createEvaluator } from "../samples/evaluate-function.ts";
import { independent } from "../samples/sampling.ts";
import { averageGroups } from "./average-groups.ts";
import { differenceSteps } from "./difference-steps.ts";

export interface FiniteDifferencesOptions extends EstimatorOptions {
  /**
   * h, relative to max(1, |θ_i|). Default: 1e-3, or 0.1 where samples jump (discrete, or drawn by rejection), times the distance
   * by which θ_i moves the density by about its width, or times max(1, |θ_i|) where that is less.
   */
  readonly step?: number;
}

/**
 * Central differences with common random numbers: the same noise ε at θ + h and θ − h,
 *
 *   ∂_i E[f(x)] ≈ E[f(g(ε; θ + h e_i)) − f(g(ε; θ − h e_i))] / 2h        (Glasserman 2003, section 7.1)
 *
 * Biased by h²/6 times the third derivative of E[f]. Where θ + h or θ − h is outside the range of the density, θ itself takes
 * its place, and the bias is h/2 times the second derivative. Where f or g jumps (every discrete density, and those drawn by
 * rejection) its variance grows with 1/h; so there the step is larger. Up to 1 + 2 · parameters evaluations of f per sample.
 *
 * @throws RangeError when f is not finite, naming the sample
 * @throws NotApplicableError (a RangeError) when both θ + h and θ − h are outside the range, or f is not finite there
 */
export function finiteDifferences<P extends Parameters>(
  problem: Problem<P>,
  options: FiniteDifferencesOptions,
): Estimate<P> {
  return average(
    problem.parameters,
    finiteDifferencesTerms(prepareProblem(problem), options),
    options.samples,
  );
}

export function finiteDifferencesTerms(problem: PreparedProblem, options: FiniteDifferencesOptions): Terms {
  knownOptions("finiteDifferences", options, ["samples", "generator", "step"]);
  const { samples, generator } = resolveOptions("finiteDifferences", options);
  const model = problem.modelFor(samples);
  const { pathwise, noise } = model.density;
  const { step } = options;
  if (step !== undefined) requirePositive("finiteDifferences: step", step);
  // A rejection more or less moves all draws behind it, so that theirs are no longer common random numbers.
  const steps = differenceSteps(problem, step, pathwise && noise.kind !== "drawn" ? 1e-3 : 0.1);
  const evaluator = createEvaluator(model);
  const draws = compileDraws(model, () => ({}))(generator, independent);

  const { rows, parameters } = model;
  const size = parameters.length;
  const moved = parameters.slice();
  const gradients = new Float64Array(rows * size);
  const values = new Float64Array(rows);
  const above = new Float64Array(rows);
  const below = new Float64Array(rows);
  const evaluateAt = (i: number, value: number, results: Float64Array) => {
    if (value === parameters[i]) {
      results.set(values);
      return;
    }
    moved[i] = value;
    draws.recompute(moved);
    evaluator.evaluateBeyond("finiteDifferences", draws.samples, results);
    moved[i] = parameters[i];
  };
  const draw = () => {
    draws.draw();
    evaluator.evaluate(draws.samples, values);
    steps.forEach((step, i) => {
      evaluateAt(i, step.above, above);
      evaluateAt(i, step.below, below);
      for (let row = 0; row < rows; row++) {
        gradients[row * size + i] = (above[row] - below[row]) / (step.above - step.below);
      }
    });
    draws.recompute(parameters);
  };
  const sides = steps.reduce(
    (count, { above, below }, i) => count + Number(above !== parameters[i]) + Number(below !== parameters[i]),
    0,
  );
  return averageGroups({ gradients, values, evaluationsPerRow: 1 + sides, draw });
}
