import type { Generator } from "../../random/index.ts";
import type { Terms } from "../estimate.ts";
import { armTerms, disarmTerms } from "../methods/arm.ts";
import { finiteDifferencesTerms } from "../methods/finite-differences.ts";
import { gumbelSoftmaxTerms, straightThroughTerms } from "../methods/gumbel-softmax.ts";
import { measureValuedTerms } from "../methods/measure-valued.ts";
import { pathwiseTerms } from "../methods/pathwise.ts";
import { rebarTerms } from "../methods/rebar.ts";
import { relaxTerms } from "../methods/relax.ts";
import { scoreFunctionTerms } from "../methods/score-function.ts";
import type { EstimatorOptions } from "../options.ts";
import type { PreparedProblem } from "../prepare-problem.ts";

/** An estimator that `compareEstimators` tries. */
export interface Candidate {
  readonly name: string;
  /** By its theory: always, never, or where f is continuous. */
  readonly unbiased: boolean | "if continuous";
  prepare(problem: PreparedProblem, budget: number, generator: Generator): Terms;
}

type TermsOf<Options> = (problem: PreparedProblem, options: EstimatorOptions & Options) => Terms;

function candidate<Options>(
  name: string,
  terms: TermsOf<Options>,
  options: Options,
  unbiased: Candidate["unbiased"] = true,
): Candidate {
  return {
    name,
    unbiased,
    prepare: (problem, budget, generator) => terms(problem, { ...options, samples: budget, generator }),
  };
}

const baseline = (kind: "none" | "moving-average" | "leave-one-out" | "optimal") =>
  candidate(`scoreFunction, ${kind}`, scoreFunctionTerms as TermsOf<object>, { baseline: { kind } });

const antithetic = { sampling: { kind: "antithetic" } } as const;
const stratified = { sampling: { kind: "stratified", strata: 8 } } as const;

/** The simplest first: of two that are as good, the first is recommended. */
export const candidates: readonly Candidate[] = [
  candidate("pathwise", pathwiseTerms, {}, "if continuous"),
  candidate("pathwise, antithetic", pathwiseTerms, antithetic, "if continuous"),
  candidate("pathwise, stratified", pathwiseTerms, stratified, "if continuous"),
  baseline("leave-one-out"),
  baseline("optimal"),
  baseline("moving-average"),
  baseline("none"),
  candidate("scoreFunction, antithetic", scoreFunctionTerms as TermsOf<object>, antithetic),
  candidate("scoreFunction, stratified", scoreFunctionTerms as TermsOf<object>, stratified),
  candidate("measureValued", measureValuedTerms, {}),
  candidate("disarm", disarmTerms, {}),
  candidate("arm", armTerms, {}),
  fitted("rebar", rebarTerms, 3),
  fitted("relax", relaxTerms, 1),
  candidate("finiteDifferences", finiteDifferencesTerms, {}, false),
  candidate("gumbelSoftmax", gumbelSoftmaxTerms, {}, false),
  candidate("straightThrough", straightThroughTerms, {}, false),
];

/** A quarter of the budget goes into the fit of the control variate. */
function fitted(
  name: string,
  terms: TermsOf<{ readonly fit: number }>,
  evaluationsPerSample: number,
): Candidate {
  return {
    name,
    unbiased: true,
    prepare: (problem, budget, generator) => {
      const fit = Math.floor(budget / 4 / evaluationsPerSample);
      return terms(problem, { samples: budget, generator, fit });
    },
  };
}
