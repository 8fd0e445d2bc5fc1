import {
  concatenate,
  cumulativeSum,
  type Expression,
  exp,
  type FloatExpression,
  input,
  multiply,
  slice,
  stopGradient,
  subtract,
  sum,
} from "../../graph/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { averageColumns, type Estimate } from "../estimate.ts";
import { compileRows, rowGradients, rowLogProb, sampleInput } from "../model.ts";
import { type EstimatorOptions, resolveOptions } from "../options.ts";
import { prepareProblem } from "../prepare-problem.ts";
import type { Parameters, Problem } from "../problem.ts";
import { createEvaluator } from "../samples/evaluate-function.ts";
import { createScoredDraws } from "../samples/scored-draws.ts";
import { averageGroups } from "./average-groups.ts";
import { groupOfBaseline, prepareBaseline } from "./baseline.ts";

/**
 * DiCE's magic box: 1 when it is computed, and its gradient is that of log p, at every order:
 *
 *   □(τ) = exp(τ − stop(τ)),   ∇□(τ) = □(τ) ∇τ        (Foerster et al. 2018, eq. 5)
 *
 * So the mean of □(log p(x | θ)) · f(x) over samples is a surrogate whose derivatives of any order are unbiased estimates of
 * those of E[f(x)].
 */
export function magicBox(logProb: Expression): FloatExpression {
  return exp(subtract(logProb, stopGradient(logProb)));
}

/**
 * The surrogate of a chain of samples x_1, x_2, …, each drawn given those before it, and of rewards on the way:
 *
 *   Σ_t □(Σ_{s ≤ t} log p(x_s | x_{<s}, θ)) r_t        (Foerster et al. 2018, eq. 8)
 *
 * Its derivatives of any order are right in expectation; the first is the score function with rewards to go.
 *
 * @param logProbs [samples, steps]
 * @param rewards [samples, steps]; each may depend on the samples up to its step
 * @returns one number for each chain: [samples]
 */
export function diceObjective(logProbs: Expression, rewards: Expression): FloatExpression {
  return sum(multiply(magicBox(cumulativeSum(logProbs)), rewards), { axis: 1 });
}

/** An estimate with second derivatives. */
export interface SecondOrderEstimate<P extends Parameters> extends Estimate<P> {
  /** ∂²E[f]/∂θ_i ∂θ_j, in the order of the parameters, lists entry by entry. */
  readonly hessian: number[][];
  readonly hessianStandardErrors: number[][];
}

/**
 * First and second derivatives of E[f(x)], for any density and any f, from the surrogate □(log p(x | θ)) (f(x) − b). The
 * baseline b is the mean f of the 15 other samples of a group of 16, which keeps every derivative unbiased.
 */
export function dice<P extends Parameters>(
  problem: Problem<P>,
  options: EstimatorOptions,
): SecondOrderEstimate<P> {
  knownOptions("dice", options, ["samples", "generator"]);
  const { samples, generator } = resolveOptions("dice", options);
  const baseline = { kind: "leave-one-out" } as const;
  const group = groupOfBaseline(baseline);
  const prepared = prepareProblem(problem);
  const model = prepared.modelFor(samples, group);
  const evaluator = createEvaluator(model);
  const draws = createScoredDraws(prepared, model, generator);
  const { weigh } = prepareBaseline(baseline, prepared, model, evaluator, { samples, generator });

  const { rows, parameters } = model;
  const size = parameters.length;
  const inputs = { samples: sampleInput(model), weights: input([rows]) };
  const surrogate = multiply(magicBox(rowLogProb(model, inputs.samples)), inputs.weights);
  const first = rowGradients(model, surrogate);
  const second = Array.from({ length: size }, (_, i) => rowGradients(model, slice(first, 1, i, i + 1)));
  const program = compileRows(model, inputs, { derivatives: concatenate([first, ...second], 1) });

  const values = new Float64Array(rows);
  const draw = () => {
    draws.draw();
    evaluator.evaluate(draws.samples, values);
    weigh(values, draws.samples, program.inputs.weights);
    program.inputs.samples.set(draws.samples);
    program.run();
  };
  const gradients = program.outputs.derivatives;
  const { columns, ...estimate } = averageColumns(
    problem.parameters,
    averageGroups({ gradients, values, evaluationsPerRow: 1, draw }, group),
    samples,
  );
  const matrix = (entries: readonly number[]) =>
    Array.from({ length: size }, (_, i) => entries.slice(size * (i + 1), size * (i + 2)));
  return {
    ...estimate,
    hessian: matrix(columns.map(({ mean }) => mean)),
    hessianStandardErrors: matrix(columns.map(({ standardError }) => standardError)),
  };
}
