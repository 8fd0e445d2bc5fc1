import { knownOptions } from "../../text/known-options.ts";
import { requireInteger } from "../../text/require-number.ts";
import { average, type Estimate, type Terms } from "../estimate.ts";
import { type EstimatorOptions, resolveOptions } from "../options.ts";
import { type PreparedProblem, prepareProblem } from "../prepare-problem.ts";
import type { Parameters, Problem } from "../problem.ts";
import { createEvaluator } from "../samples/evaluate-function.ts";
import { createScoredDraws } from "../samples/scored-draws.ts";
import { averageGroups } from "./average-groups.ts";

export interface VimcoOptions extends EstimatorOptions {
  /** K, the samples whose weights are averaged inside the logarithm; 2 or more. */
  readonly particles: number;
}

/**
 * VIMCO: the gradient of a many-sample bound, the expectation of
 *
 *   L̂ = log (1/K) Σ_k exp f(x_k),   x_1 … x_K ~ p(x | θ) independent
 *
 *   ∇E[L̂] = E[Σ_k (L̂ − L̂_{−k}) ∇ log p(x_k | θ)]        (Mnih and Rezende 2016)
 *
 * L̂_{−k} is L̂ with f(x_k) replaced by the mean of the others' f, so no sample enters its own baseline: the leave-one-out
 * of a product of K densities under a function that is no sum. Unbiased for the part of the gradient that goes through
 * the samples; f itself must not depend on θ. K evaluations of f per term.
 */
export function vimco<P extends Parameters>(problem: Problem<P>, options: VimcoOptions): Estimate<P> {
  return average(problem.parameters, vimcoTerms(prepareProblem(problem), options), options.samples);
}

export function vimcoTerms(problem: PreparedProblem, options: VimcoOptions): Terms {
  knownOptions("vimco", options, ["samples", "generator", "particles"]);
  const { samples, generator } = resolveOptions("vimco", options);
  const { particles } = options;
  requireInteger("vimco: particles", particles, 2);
  const model = problem.modelFor(samples, particles);
  const evaluator = createEvaluator(model);
  const draws = createScoredDraws(problem, model, generator);

  const { rows } = model;
  const size = model.parameters.length;
  const f = new Float64Array(rows);
  const gradients = new Float64Array(rows * size);
  const values = new Float64Array(rows);
  const draw = () => {
    draws.draw();
    evaluator.evaluate(draws.samples, f);
    for (let start = 0; start < rows; start += particles) {
      const group = f.subarray(start, start + particles);
      const bound = logMeanExp(group);
      let sum = 0;
      for (const each of group) sum += each;
      for (let k = 0; k < particles; k++) {
        const own = group[k];
        group[k] = (sum - own) / (particles - 1);
        const learning = bound - logMeanExp(group);
        group[k] = own;
        const row = start + k;
        values[row] = bound;
        // The term is the mean over the group, and the estimator a sum over it.
        for (let i = 0; i < size; i++) {
          gradients[row * size + i] = particles * learning * draws.scores[draws.starts[row] + i];
        }
      }
    }
  };
  return averageGroups({ gradients, values, evaluationsPerRow: 1, draw }, particles);
}

function logMeanExp(values: Float64Array): number {
  let largest = -Infinity;
  for (const value of values) largest = Math.max(largest, value);
  let total = 0;
  for (const value of values) total += Math.exp(value - largest);
  return largest + Math.log(total / values.length);
}
