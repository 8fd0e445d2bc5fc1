import type { Decomposition, DrawnNumber } from "../../distributions/index.ts";
import {
  add,
  broadcastTo,
  constant,
  type Expression,
  type FloatExpression,
  input,
  multiply,
  reshape,
  sum,
} from "../../graph/index.ts";
import { sizeOf } from "../../graph/shape.ts";
import { reachable } from "../../graph/traverse.ts";
import { knownOptions } from "../../text/known-options.ts";
import { average, type Estimate, type Terms } from "../estimate.ts";
import { compileRows, type Model, rowGradients } from "../model.ts";
import { NotApplicableError } from "../not-applicable-error.ts";
import { type EstimatorOptions, resolveOptions } from "../options.ts";
import { type PreparedProblem, prepareProblem } from "../prepare-problem.ts";
import type { Parameters, Problem } from "../problem.ts";
import { compileDraws } from "../samples/draws.ts";
import { createEvaluator } from "../samples/evaluate-function.ts";
import { independent } from "../samples/sampling.ts";
import { demand } from "../supported-estimators.ts";
import { averageGroups } from "./average-groups.ts";

/**
 * The measure-valued (weak) derivative with coupled draws: for each parameter η of the density, and each number x_i of the
 * sample while the others stay,
 *
 *   ∂E[f(x)]/∂η = E[c(η) (f(x⁺) − f(x⁻))],  then  ∇_θ by the chain rule through η(θ)
 *
 * (Pflug 1989; Mohamed et al. 2020, section 6). Unbiased for every f, jumps included. It evaluates f once for the value and
 * up to twice for every number of the sample and parameter of its density.
 *
 * @throws RangeError when the density, or a parameter of it that depends on θ, has no such decomposition
 */
export function measureValued<P extends Parameters>(
  problem: Problem<P>,
  options: EstimatorOptions,
): Estimate<P> {
  return average(problem.parameters, measureValuedTerms(prepareProblem(problem), options), options.samples);
}

export function measureValuedTerms(problem: PreparedProblem, options: EstimatorOptions): Terms {
  knownOptions("measureValued", options, ["samples", "generator"]);
  const { samples, generator } = resolveOptions("measureValued", options);
  const model = problem.modelFor(samples);
  const naturals = naturalParameters(model, demand("measureValued", model.density));
  const evaluator = createEvaluator(model);
  const draws = compileDraws(model, () => ({}))(generator, independent);
  const chain = chainRule(model, naturals);

  const { rows, width } = model;
  const values = new Float64Array(rows);
  const positive = new Float64Array(rows);
  const negative = new Float64Array(rows);
  const constants = new Float64Array(rows);
  const up = draws.samples.slice();
  const down = draws.samples.slice();
  const pair = new Float64Array(2);
  const entry = createDrawnNumber(model);

  const differentiate = ({ name, decomposition, numbers }: Natural) => {
    const slopes = chain.slopes[name];
    for (let at = 0; at < width * numbers; at++) {
      const number = Math.floor(at / numbers);
      entry.category = at % numbers;
      entry.number = number;
      up.set(draws.samples);
      down.set(draws.samples);
      for (let row = 0; row < rows; row++) {
        entry.drawn = draws.samples[row * width + number];
        constants[row] = decomposition.couple(entry, generator, pair);
        up[row * width + number] = pair[0];
        down[row * width + number] = pair[1];
      }
      if (decomposition.reuses === "positive") positive.set(values);
      else evaluator.evaluateBeyond("measureValued", up, positive);
      if (decomposition.reuses === "negative") negative.set(values);
      else evaluator.evaluateBeyond("measureValued", down, negative);
      for (let row = 0; row < rows; row++) {
        slopes[row * width * numbers + at] = constants[row] * (positive[row] - negative[row]);
      }
    }
  };
  const evaluationsPerRow = naturals.reduce(
    (sum, { decomposition, numbers }) => sum + width * numbers * (decomposition.reuses ? 1 : 2),
    1,
  );
  const draw = () => {
    draws.draw();
    evaluator.evaluate(draws.samples, values);
    naturals.forEach(differentiate);
    chain.run();
  };
  return averageGroups({ gradients: chain.gradients, values, evaluationsPerRow, draw });
}

/** A parameter of the density that depends on θ. */
interface Natural {
  readonly name: string;
  readonly decomposition: Decomposition;
  /** How many numbers it has for each number of the sample: 1, or one for each category. */
  readonly numbers: number;
  /** [rows, width · numbers]. */
  readonly expression: FloatExpression;
}

function naturalParameters(model: Model, decompositions: Readonly<Record<string, Decomposition>>): Natural[] {
  const { density } = model;
  const given = new Set<Expression>(Object.values(model.inputs));
  const dependent = Object.keys(density.parameters).filter((name) =>
    reachable([density.parameters[name]]).some((node) => given.has(node)),
  );
  return dependent.map((name) => {
    const decomposition = decompositions[name];
    if (decomposition === undefined) {
      throw new NotApplicableError(
        `measureValued: the ${density.name} density has no decomposition for ${name}, which depends on the problem's ` +
          `parameters; it has one for ${Object.keys(decompositions).join(", ")}`,
      );
    }
    const expression = stretched(model, name);
    return { name, decomposition, expression, numbers: expression.shape[1] / model.width };
  });
}

/** A parameter of the density with a row of its own for each sample, and a number in it for each of the sample's. */
function stretched({ density, rows, sampleShape }: Model, name: string): FloatExpression {
  const parameter = density.parameters[name];
  const isOfCategories = parameter.shape.length > sampleShape.length;
  const full = isOfCategories ? parameter : broadcastTo(parameter, sampleShape);
  return reshape(full, [rows, sizeOf(full.shape) / rows]) as FloatExpression;
}

/** Slopes with respect to the density's parameters, row by row, turned into slopes with respect to θ. */
function chainRule(model: Model, naturals: readonly Natural[]) {
  const slopes = Object.fromEntries(naturals.map(({ name, expression }) => [name, input(expression.shape)]));
  const weighted = naturals.map(({ name, expression }) => sum(multiply(expression, slopes[name])));
  const gradients = rowGradients(model, weighted.reduce(add, constant(0)));
  const program = compileRows(model, slopes, { gradients });
  return {
    slopes: program.inputs as Readonly<Record<string, Float64Array>>,
    gradients: program.outputs.gradients,
    run: () => program.run(),
  };
}

/** Reads the parameters of the density of one number; they are the same for every sample. */
function createDrawnNumber(model: Model): Mutable<DrawnNumber> & { number: number } {
  const expressions = Object.fromEntries(
    Object.keys(model.density.parameters).map((name) => [name, stretched(model, name)]),
  );
  const { outputs, run } = compileRows(model, {}, expressions);
  run();
  const entry = {
    number: 0,
    category: 0,
    drawn: 0,
    parameter(name: string) {
      const numbers = outputs[name].length / (model.rows * model.width);
      return outputs[name][entry.number * numbers + entry.category];
    },
  };
  return entry;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
