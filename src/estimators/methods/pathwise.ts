import { knownOptions } from "../../text/known-options.ts";
import { average, type Estimate, type Terms } from "../estimate.ts";
import { expressionOf, type Model, rowGradients } from "../model.ts";
import { NotApplicableError } from "../not-applicable-error.ts";
import { oncePer } from "../once-per.ts";
import { type EstimatorOptions, resolveOptions } from "../options.ts";
import { type PreparedProblem, prepareProblem } from "../prepare-problem.ts";
import type { Parameters, Problem } from "../problem.ts";
import { checkFunction, checkGradients } from "../samples/check-numbers.ts";
import { compileDraws } from "../samples/draws.ts";
import { groupOf, independent, type Sampling } from "../samples/sampling.ts";
import { demand } from "../supported-estimators.ts";
import { averageGroups } from "./average-groups.ts";

export interface PathwiseOptions extends EstimatorOptions {
  /** Default: independent. */
  readonly sampling?: Sampling;
}

/**
 * The pathwise estimator (reparameterization): a sample is a function x = g(ε; θ) of noise that does not depend on θ, so
 *
 *   ∇E[f(x)] = E[∇_θ f(g(ε; θ))]        (Kingma and Welling 2014; Mohamed et al. 2020, section 5)
 *
 * Unbiased where f is continuous. Needs f as an expression, and a density whose samples are differentiable in θ.
 *
 * @throws RangeError when the samples are not differentiable, or the problem has no expression
 */
export function pathwise<P extends Parameters>(problem: Problem<P>, options: PathwiseOptions): Estimate<P> {
  return average(problem.parameters, pathwiseTerms(prepareProblem(problem), options), options.samples);
}

const programs = /* @__PURE__ */ oncePer((model: Model) => {
  const f = expressionOf(model, "pathwise");
  return compileDraws(model, (x) => {
    const values = f(x);
    return { values, gradients: rowGradients(model, values) };
  });
});

export function pathwiseTerms(problem: PreparedProblem, options: PathwiseOptions): Terms {
  knownOptions("pathwise", options, ["samples", "generator", "sampling"]);
  const { samples, generator } = resolveOptions("pathwise", options);
  const { sampling = independent } = options;
  const group = groupOf(sampling);
  const model = problem.modelFor(samples, group);
  demand("pathwise", model.density);
  const draws = programs(model)(generator, sampling);
  const { values, gradients } = draws.outputs;
  let before = 0;
  const draw = () => {
    draws.draw();
    const asked = { samples: draws.samples, before };
    checkFunction("expression: it is", model, asked, values, model.rows, NotApplicableError);
    checkGradients("pathwise", model, asked, gradients);
    before += model.rows;
  };
  return averageGroups({ gradients, values, draw, evaluationsPerRow: 1 }, group);
}
