import { type Expression, exp, multiply, variable } from "../../graph/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { average, type Estimate, type Terms } from "../estimate.ts";
import { expressionOf } from "../model.ts";
import { type PreparedProblem, prepareProblem } from "../prepare-problem.ts";
import type { Parameters, Problem } from "../problem.ts";
import { type RelaxedControlOptions, relaxedControlTerms } from "./relaxed-control.ts";

/**
 * REBAR: the score function with the relaxed f as control variate,
 *
 *   c(z) = η f(soft(z / λ))        (Tucker et al. 2017)
 *
 * where the strength η and the temperature λ are fitted; they start at 1 and ½. Unbiased. For Bernoulli and categorical
 * densities, with f as an expression; three evaluations of f per sample.
 */
export function rebar<P extends Parameters>(
  problem: Problem<P>,
  options: RelaxedControlOptions,
): Estimate<P> {
  return average(problem.parameters, rebarTerms(prepareProblem(problem), options), options.samples);
}

export function rebarTerms(problem: PreparedProblem, options: RelaxedControlOptions): Terms {
  knownOptions("rebar", options, ["samples", "generator", "fit"]);
  return relaxedControlTerms("rebar", problem, options, () => {
    const strength = variable("rebar.strength", [], [1]);
    const logTemperature = variable("rebar.logTemperature", [], [Math.log(0.5)]);
    return {
      variables: [strength, logTemperature],
      evaluations: 2,
      apply: (z: Expression, { soft }, model) =>
        multiply(strength, expressionOf(model, "rebar")(soft(z, exp(logTemperature)))),
    };
  });
}
