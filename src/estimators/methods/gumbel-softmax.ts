import {
  add,
  type Expression,
  type FloatExpression,
  input,
  stopGradient,
  subtract,
} from "../../graph/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { requirePositive } from "../../text/require-number.ts";
import { average, type Estimate, type Terms } from "../estimate.ts";
import { compileRows, expressionOf, rowGradients } from "../model.ts";
import { NotApplicableError } from "../not-applicable-error.ts";
import { type EstimatorOptions, resolveOptions } from "../options.ts";
import { type PreparedProblem, prepareProblem } from "../prepare-problem.ts";
import type { Parameters, Problem } from "../problem.ts";
import { checkDensity, checkFunction, checkGradients } from "../samples/check-numbers.ts";
import { demand } from "../supported-estimators.ts";
import { averageGroups } from "./average-groups.ts";
import { type Relaxation, relaxationOf } from "./relaxation.ts";
import { fillOpenUniform } from "./uniform.ts";

export interface RelaxedOptions extends EstimatorOptions {
  /** Above 0: a lower temperature has less bias and more variance. Default: 0.5. */
  readonly temperature?: number;
}

/**
 * Gumbel-softmax (the concrete density): the discrete sample b = hard(z) is replaced by a soft one, and the gradient is
 * the pathwise one of the relaxed problem,
 *
 *   ∇E[f(b)] ≈ E[∇_θ f(soft(z(θ) / temperature))]        (Jang et al. 2017; Maddison et al. 2017)
 *
 * Biased, since f is evaluated between the values that can occur; the bias goes to 0 with the temperature while the variance grows.
 * `value` is that of the relaxed problem too. For Bernoulli and categorical densities, with f as an expression.
 */
export function gumbelSoftmax<P extends Parameters>(
  problem: Problem<P>,
  options: RelaxedOptions,
): Estimate<P> {
  return average(problem.parameters, gumbelSoftmaxTerms(prepareProblem(problem), options), options.samples);
}

export function gumbelSoftmaxTerms(problem: PreparedProblem, options: RelaxedOptions): Terms {
  knownOptions("gumbelSoftmax", options, ["samples", "generator", "temperature"]);
  const temperature = checkTemperature("gumbelSoftmax", options.temperature ?? 0.5);
  return relaxedTerms("gumbelSoftmax", problem, options, ({ perturb, soft }, u) =>
    soft(perturb(u), temperature),
  );
}

export interface StraightThroughOptions extends EstimatorOptions {
  /** With a temperature the gradient goes through the Gumbel-softmax sample; by default through the probabilities. */
  readonly temperature?: number;
}

/**
 * Straight-through: f is evaluated at the discrete sample b, and its derivative is used as if b were a probability,
 *
 *   ∇E[f(b)] ≈ E[f′(b) ∇_θ p(θ)]        (Bengio et al. 2013; with a temperature, Jang et al. 2017)
 *
 * Biased unless f is linear in every entry of b: for a Bernoulli it has p (1 − p) E[f′(b)] where
 * p (1 − p) (f(1) − f(0)) is right. With a temperature biased for a linear f too, the less the lower it is.
 */
export function straightThrough<P extends Parameters>(
  problem: Problem<P>,
  options: StraightThroughOptions,
): Estimate<P> {
  return average(problem.parameters, straightThroughTerms(prepareProblem(problem), options), options.samples);
}

export function straightThroughTerms(problem: PreparedProblem, options: StraightThroughOptions): Terms {
  const { temperature } = knownOptions("straightThrough", options, ["samples", "generator", "temperature"]);
  if (temperature !== undefined) checkTemperature("straightThrough", temperature);
  return relaxedTerms("straightThrough", problem, options, ({ perturb, hard, soft, probabilities }, u) => {
    const z = perturb(u);
    const through = temperature === undefined ? probabilities : soft(z, temperature);
    return add(stopGradient(subtract(hard(z), through)), through);
  });
}

function relaxedTerms(
  owner: "gumbelSoftmax" | "straightThrough",
  problem: PreparedProblem,
  options: EstimatorOptions,
  relaxed: (relaxation: Relaxation, uniforms: Expression) => FloatExpression,
): Terms {
  const { samples, generator } = resolveOptions(owner, options);
  const model = problem.modelFor(samples);
  const relaxation = relaxationOf(demand(owner, model.density));
  const uniforms = input(relaxation.noiseShape);
  const places = relaxed(relaxation, uniforms);
  const f = expressionOf(model, owner)(places);
  const program = compileRows(model, { uniforms }, { places, values: f, gradients: rowGradients(model, f) });
  const { gradients, values } = program.outputs;
  let before = 0;
  const draw = () => {
    fillOpenUniform(generator, program.inputs.uniforms);
    program.run();
    const asked = { samples: program.outputs.places, before };
    checkDensity(model, asked.samples);
    checkFunction("expression: it is", model, asked, values, model.rows, NotApplicableError);
    checkGradients(owner, model, asked, gradients);
    before += model.rows;
  };
  return averageGroups({ gradients, values, evaluationsPerRow: 1, draw });
}

function checkTemperature(owner: string, temperature: number): number {
  requirePositive(`${owner}: temperature`, temperature);
  return temperature;
}
