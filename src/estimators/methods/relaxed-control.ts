import { createReferenceBackend } from "../../backends/reference/index.ts";
import {
  add,
  type Expression,
  type FloatExpression,
  input,
  mean,
  multiply,
  reshape,
  square,
  subtract,
  sum,
  type Variable,
} from "../../graph/index.ts";
import { adam, descend } from "../../optimizers/index.ts";
import type { Generator } from "../../random/index.ts";
import { requireInteger } from "../../text/require-number.ts";
import type { Terms } from "../estimate.ts";
import { compileRows, type Model, rowGradients, rowLogProb } from "../model.ts";
import { type EstimatorOptions, resolveOptions } from "../options.ts";
import type { PreparedProblem } from "../prepare-problem.ts";
import { checkDensity, checkGradients } from "../samples/check-numbers.ts";
import { createEvaluator } from "../samples/evaluate-function.ts";
import type { Samples } from "../samples/samples.ts";
import { demand } from "../supported-estimators.ts";
import { averageGroups } from "./average-groups.ts";
import { type Relaxation, relaxationOf } from "./relaxation.ts";
import { fillOpenUniform } from "./uniform.ts";

export interface RelaxedControlOptions extends EstimatorOptions {
  /**
   * Samples on which the control variate is fitted before the estimate, so that the variance becomes least; they are not
   * used again. 0 keeps it as it starts. Default: a quarter of the samples, at most 10,000.
   */
  readonly fit?: number;
}

/** c(z): a function of the relaxed sample, and what in it is fitted. */
export interface Control {
  readonly variables: readonly Variable[];
  /** How often it evaluates f. */
  readonly evaluations: number;
  /** [rows] from z. */
  apply(z: Expression, relaxation: Relaxation, model: Model): FloatExpression;
}

/** Samples for one step of the fit. */
const fitRows = 50;

/**
 * The score function with a control variate that depends on the relaxed sample z, and whose own expectation is added again by its
 * pathwise gradient: with b = hard(z), and z̃ drawn again among those that have the same b,
 *
 *   ∇E[f(b)] = E[(f(b) − c(z̃)) ∇ log p(b | θ) + ∇c(z) − ∇c(z̃)]
 *
 * It is unbiased for every c, so c may be fitted to make the variance of the terms least.
 *
 * @throws RangeError when the density is neither Bernoulli nor categorical
 */
export function relaxedControlTerms(
  owner: "rebar" | "relax",
  problem: PreparedProblem,
  options: RelaxedControlOptions,
  createControl: (model: Model, relaxation: Relaxation, generator: Generator) => Control,
): Terms {
  const { samples, generator } = resolveOptions(owner, options);
  const { fit = Math.min(10_000, Math.ceil(samples / 4)) } = options;
  requireInteger(`${owner}: fit`, fit, 0);
  const backend = createReferenceBackend();
  const small = problem.model(fitRows);
  const control = createControl(small, relaxationOf(demand(owner, small.density)), generator);

  const fitting = stepOf(small, true);
  for (let done = 0; done < fit; done += fitRows) fitting.draw();
  const { gradients, values, draw } = stepOf(problem.modelFor(samples), false);
  const evaluationsPerRow = 1 + control.evaluations;
  const preparation = Math.ceil(fit / fitRows) * fitRows * evaluationsPerRow;
  return averageGroups({ gradients, values, draw, evaluationsPerRow, preparation });

  function stepOf(model: Model, learns: boolean) {
    const relaxation = relaxationOf(demand(owner, model.density));
    const inputs = {
      uniforms: input(relaxation.noiseShape),
      others: input(relaxation.noiseShape),
      values: input([model.rows]),
    };
    const z = relaxation.perturb(inputs.uniforms);
    const hard = relaxation.hard(z);
    const drawn = relaxation.sample(hard);
    const again = relaxation.conditional(hard, inputs.others);
    const [atZ, atAgain] = [z, again].map((place) => control.apply(place, relaxation, model));
    const left = reshape(subtract(inputs.values, atAgain), [model.rows, 1]);
    const gradients = add(
      multiply(left, rowGradients(model, rowLogProb(model, drawn))),
      rowGradients(model, subtract(atZ, atAgain)),
    );
    const loss = mean(sum(square(gradients), { axis: 1 }));
    const updates = learns ? descend(loss, control.variables, adam({ learningRate: 0.02 })).updates : [];
    const sampler = compileRows(model, { uniforms: inputs.uniforms }, { z, drawn });
    const program = compileRows(model, inputs, { gradients }, { backend, updates });
    const evaluator = createEvaluator(model);
    const draw = () => {
      fillOpenUniform(generator, sampler.inputs.uniforms);
      fillOpenUniform(generator, program.inputs.others);
      sampler.run();
      checkDensity(model, sampler.outputs.z);
      const asked = { samples: sampler.outputs.drawn as Samples, before: evaluator.count };
      evaluator.evaluate(sampler.outputs.drawn, program.inputs.values);
      program.inputs.uniforms.set(sampler.inputs.uniforms);
      program.run();
      checkGradients(owner, model, asked, program.outputs.gradients);
    };
    return { gradients: program.outputs.gradients, values: program.inputs.values, draw };
  }
}
