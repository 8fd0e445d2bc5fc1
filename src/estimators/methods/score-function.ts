import { knownOptions } from "../../text/known-options.ts";
import { average, type Estimate, type Terms } from "../estimate.ts";
import { type EstimatorOptions, resolveOptions } from "../options.ts";
import { type PreparedProblem, prepareProblem } from "../prepare-problem.ts";
import type { Parameters, Problem } from "../problem.ts";
import { createEvaluator } from "../samples/evaluate-function.ts";
import { groupOf, independent, type Sampling } from "../samples/sampling.ts";
import { createScoredDraws } from "../samples/scored-draws.ts";
import { groupMeans } from "./average-groups.ts";
import { averageWeightedScores } from "./average-weighted-scores.ts";
import { type Baseline, groupOfBaseline, prepareBaseline } from "./baseline.ts";

export interface ScoreFunctionOptions<P extends Parameters = Parameters> extends EstimatorOptions {
  /** What is subtracted from f. Default: leave-one-out among 16, or none where the sampling is not independent. */
  readonly baseline?: Baseline<P>;
  /** Default: independent. */
  readonly sampling?: Sampling;
}

/**
 * The score function estimator (likelihood ratio, REINFORCE), for any density and any f:
 *
 *   ∇E[f(x)] = E[(f(x) − b) ∇ log p(x | θ)]        (notes, eq. 7; Mohamed et al. 2020, section 4)
 *
 * Unbiased for every baseline b that does not depend on x, since E[∇ log p] = 0. One evaluation of f per sample.
 *
 * @throws RangeError when f is not finite, naming the sample, and when the parameters are outside the density's range
 */
export function scoreFunction<P extends Parameters>(
  problem: Problem<P>,
  options: ScoreFunctionOptions<P>,
): Estimate<P> {
  return average(problem.parameters, scoreFunctionTerms(prepareProblem(problem), options), options.samples);
}

export function scoreFunctionTerms<P extends Parameters>(
  problem: PreparedProblem,
  options: ScoreFunctionOptions<P>,
): Terms {
  knownOptions("scoreFunction", options, ["samples", "generator", "baseline", "sampling"]);
  const { samples, generator } = resolveOptions("scoreFunction", options);
  const { sampling = independent } = options;
  const baseline: Baseline<P> =
    options.baseline ?? (sampling.kind === "independent" ? { kind: "leave-one-out" } : { kind: "none" });
  const together = groupOf(sampling);
  const group = together * groupOfBaseline(baseline);
  if (together > 1 && groupOfBaseline(baseline) > 1) {
    throw new RangeError(
      `scoreFunction: the ${baseline.kind} baseline needs independent samples, and sampling is ${sampling.kind}; ` +
        "use another baseline, or independent sampling",
    );
  }
  const model = problem.modelFor(samples, group);
  const evaluator = createEvaluator(model);
  const { constant, offset, weigh } = prepareBaseline(baseline, problem, model, evaluator, {
    samples,
    generator,
    together,
  });
  const draws = createScoredDraws(problem, model, generator, sampling);

  const values = new Float64Array(model.rows);
  const weights = new Float64Array(model.rows);
  const count = model.rows / group;
  const gradients = new Float64Array(count * model.parameters.length);
  const means = new Float64Array(count);
  const average = averageWeightedScores(draws, weights, constant, offset, group, gradients);
  return {
    count,
    group,
    evaluationsPerTerm: group,
    preparation: evaluator.count,
    gradients,
    values: means,
    draw() {
      draws.draw();
      evaluator.evaluate(draws.samples, values);
      weigh(values, draws.samples, weights);
      average();
      groupMeans(values, group, 1, means);
    },
  };
}
