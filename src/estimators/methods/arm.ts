import { input, multiply } from "../../graph/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { average, type Estimate, type Terms } from "../estimate.ts";
import { compileRows, rowGradients } from "../model.ts";
import { type EstimatorOptions, resolveOptions } from "../options.ts";
import { type PreparedProblem, prepareProblem } from "../prepare-problem.ts";
import type { Parameters, Problem } from "../problem.ts";
import { checkDensity } from "../samples/check-numbers.ts";
import { createEvaluator } from "../samples/evaluate-function.ts";
import { demand } from "../supported-estimators.ts";
import { averageGroups } from "./average-groups.ts";
import { fillOpenUniform } from "./uniform.ts";

/**
 * Augment-REINFORCE-merge: two samples from one uniform u and its mirror, for Bernoulli densities of logit φ,
 *
 *   ∂E[f(b)]/∂φ = E[(f([u > σ(−φ)]) − f([u < σ(φ)])) (u − ½)]        (Yin and Zhou 2019)
 *
 * Unbiased, for any f. Two evaluations of f per sample, whatever the number of Bernoulli variables.
 */
export function arm<P extends Parameters>(problem: Problem<P>, options: EstimatorOptions): Estimate<P> {
  return average(problem.parameters, armTerms(prepareProblem(problem), options), options.samples);
}

export const armTerms = (problem: PreparedProblem, options: EstimatorOptions): Terms =>
  mirroredTerms("arm", problem, options, (u) => u - 0.5);

/**
 * DisARM, which is ARM averaged over all u that give the same two samples b and b̃:
 *
 *   ∂E[f(b)]/∂φ = E[½ (f(b) − f(b̃)) (−1)^b̃ [b ≠ b̃] σ(|φ|)]        (Dong et al. 2020)
 *
 * Unbiased, for any f, and never of more variance than ARM. Two evaluations of f per sample.
 */
export function disarm<P extends Parameters>(problem: Problem<P>, options: EstimatorOptions): Estimate<P> {
  return average(problem.parameters, disarmTerms(prepareProblem(problem), options), options.samples);
}

export const disarmTerms = (problem: PreparedProblem, options: EstimatorOptions): Terms =>
  mirroredTerms("disarm", problem, options, (_, b, mirrored, sureness) =>
    b === mirrored ? 0 : 0.5 * (mirrored === 1 ? -1 : 1) * sureness,
  );

/**
 * @param factor what f(b) − f(b̃) is multiplied by for one variable, from its uniform, its two samples b = [u > σ(−φ)] and
 * b̃ = [u < σ(φ)], and σ(|φ|)
 */
function mirroredTerms(
  owner: "arm" | "disarm",
  problem: PreparedProblem,
  options: EstimatorOptions,
  factor: (u: number, b: number, mirrored: number, sureness: number) => number,
): Terms {
  knownOptions(owner, options, ["samples", "generator"]);
  const { samples, generator } = resolveOptions(owner, options);
  const model = problem.modelFor(samples);
  const logit = demand(owner, model.density);
  const evaluator = createEvaluator(model);

  const slopes = input(logit.shape);
  const program = compileRows(
    model,
    { slopes },
    {
      logit,
      gradients: rowGradients(model, multiply(slopes, logit)),
    },
  );
  program.run();
  checkDensity(model, program.outputs.logit);
  const { rows, width } = model;
  const one = program.outputs.logit.map((phi) => 1 / (1 + Math.exp(-phi)));
  const sureness = program.outputs.logit.map((phi) => 1 / (1 + Math.exp(-Math.abs(phi))));

  const uniforms = new Float64Array(rows * width);
  const drawn = new Int32Array(rows * width);
  const mirrored = new Int32Array(rows * width);
  const values = new Float64Array(rows);
  const mirroredValues = new Float64Array(rows);
  const means = new Float64Array(rows);
  const draw = () => {
    fillOpenUniform(generator, uniforms);
    for (let i = 0; i < uniforms.length; i++) {
      drawn[i] = uniforms[i] > 1 - one[i] ? 1 : 0;
      mirrored[i] = uniforms[i] < one[i] ? 1 : 0;
    }
    evaluator.evaluate(drawn, values);
    evaluator.evaluate(mirrored, mirroredValues);
    for (let row = 0; row < rows; row++) {
      const apart = values[row] - mirroredValues[row];
      means[row] = (values[row] + mirroredValues[row]) / 2;
      for (let i = row * width; i < (row + 1) * width; i++) {
        program.inputs.slopes[i] = apart * factor(uniforms[i], drawn[i], mirrored[i], sureness[i]);
      }
    }
    program.run();
  };
  const { gradients } = program.outputs;
  return averageGroups({ gradients, values: means, evaluationsPerRow: 2, draw });
}
