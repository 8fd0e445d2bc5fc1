import { type Expression, reshape, tanh } from "../../graph/index.ts";
import { sizeOf } from "../../graph/shape.ts";
import { dense } from "../../networks/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { average, type Estimate, type Terms } from "../estimate.ts";
import { type PreparedProblem, prepareProblem } from "../prepare-problem.ts";
import type { Parameters, Problem } from "../problem.ts";
import { type RelaxedControlOptions, relaxedControlTerms } from "./relaxed-control.ts";

export interface RelaxOptions extends RelaxedControlOptions {
  /** Units of the network's hidden layer. Default: 10. */
  readonly hidden?: number;
}

/**
 * RELAX: the score function with a network as control variate,
 *
 *   c(z) = network(soft(z))        (Grathwohl et al. 2018)
 *
 * which is fitted to make the variance least, and starts as 0. Unbiased. For Bernoulli and categorical densities and any f,
 * as a black box; one evaluation of f per sample.
 */
export function relax<P extends Parameters>(problem: Problem<P>, options: RelaxOptions): Estimate<P> {
  return average(problem.parameters, relaxTerms(prepareProblem(problem), options), options.samples);
}

export function relaxTerms(problem: PreparedProblem, options: RelaxOptions): Terms {
  const { hidden = 10 } = knownOptions("relax", options, ["samples", "generator", "fit", "hidden"]);
  return relaxedControlTerms("relax", problem, options, ({ rows }, { noiseShape }, generator) => {
    const inputs = sizeOf(noiseShape) / rows;
    const first = dense("relax.0", { inputs, outputs: hidden, generator });
    const last = dense("relax.1", { inputs: hidden, outputs: 1, generator, gain: 0 });
    return {
      variables: [...first.parameters, ...last.parameters],
      evaluations: 0,
      apply: (z: Expression, { soft }, model) => {
        const features = reshape(soft(z, 1), [model.rows, inputs]);
        return reshape(last.apply(tanh(first.apply(features))), [model.rows]);
      },
    };
  });
}
