import { createReferenceBackend } from "../backends/reference/index.ts";
import {
  type ArraysOf,
  compile,
  type Nested,
  type NestedRecord,
  type Program,
  type Update,
} from "../compiler/index.ts";
import type { Density } from "../distributions/index.ts";
import {
  concatenate,
  constant,
  type Expression,
  type FloatExpression,
  grad,
  type Input,
  input,
  inputIndices,
  oneHot,
  reshape,
  sum,
  toFloat,
} from "../graph/index.ts";
import { formatShape, type Shape, sizeOf } from "../graph/shape.ts";
import { valueInText } from "../text/value-in-text.ts";
import { NotApplicableError } from "./not-applicable-error.ts";
import type { LikeParameters, ParameterExpressions, Parameters, Problem } from "./problem.ts";

/**
 * A problem laid out for a chunk of samples. Every sample has its own copy of the parameters as a row of an input, so
 * that the gradient of a sum over the samples is the gradient of each.
 */
export interface Model {
  /** Samples in a chunk. */
  readonly rows: number;
  /** θ in one list, in the order of the names. */
  readonly parameters: Float64Array;
  /** `mean[0]`, `mean[1]`, …, one for each entry of θ. */
  readonly names: readonly string[];
  /** The rows of parameters, by name. */
  readonly inputs: Readonly<Record<string, Input<"float">>>;
  readonly density: Density;
  /** The shape of a chunk of samples: [rows, …]. */
  readonly sampleShape: Shape;
  /** How many numbers one sample has. */
  readonly width: number;
  /** The problem's own. */
  readonly f: Problem["f"];
  readonly expression: Problem["expression"];
}

export function createModel<P extends Parameters>(problem: Problem<P>, rows: number): Model {
  const lengths = Object.entries(problem.parameters).map(([name, value]) => {
    const list = [value].flat();
    const wrong = list.findIndex((entry) => !Number.isFinite(entry));
    if (wrong >= 0 || list.length === 0) {
      throw new RangeError(
        `parameters: ${name} is ${list.length === 0 ? "an empty list" : valueInText(list[wrong])}; ` +
          "it must be a finite number or a list of them",
      );
    }
    return [name, list] as const;
  });
  // Constants first: what a density refuses, it refuses with the names and values that the user gave.
  const fixed = lengths.map(([name, list]) => [name, constant(list, [1, list.length])]);
  densityOf(problem, Object.fromEntries(fixed) as ParameterExpressions<P>);

  const inputs = Object.fromEntries(lengths.map(([name, list]) => [name, input([rows, list.length])]));
  const density = densityOf(problem, inputs as ParameterExpressions<P>);
  const sampleShape = [...density.batchShape, ...density.eventShape];
  if (density.batchShape[0] !== rows) {
    throw new RangeError(
      `density: the ${density.name} has batch shape ${formatShape(density.batchShape)} for parameters of ${rows} rows; ` +
        `its first extent must be ${rows}: build it from the parameters without summing over their first axis`,
    );
  }
  return {
    rows,
    parameters: Float64Array.from(lengths.flatMap(([, list]) => list)),
    names: lengths.flatMap(([name, list]) =>
      typeof problem.parameters[name] === "number" ? [name] : list.map((_, i) => `${name}[${i}]`),
    ),
    inputs,
    density,
    sampleShape,
    width: sizeOf(sampleShape) / rows,
    f: problem.f,
    expression: problem.expression,
  };
}

/** @throws TypeError where the function of the problem returns no density */
function densityOf<P extends Parameters>(problem: Problem<P>, parameters: ParameterExpressions<P>): Density {
  const density: Density | undefined = problem.density(parameters);
  if (density?.batchShape) return density;
  throw new TypeError(
    `density: it returned ${valueInText(density)}; it must be a function of the parameters that returns a density, such as ` +
      "({ mean }) => normal(mean, 1)",
  );
}

interface WithParameters {
  readonly parameters: Model["inputs"];
}

/** A program over the model's rows, its parameters in place. Programs that share variables share a backend. */
export function compileRows<Inputs extends NestedRecord<Input>, Outputs extends Nested<Expression>>(
  model: Model,
  inputs: Inputs,
  outputs: Outputs,
  { backend = createReferenceBackend(), updates = [] as readonly Update[] } = {},
): Program<Inputs & WithParameters, Outputs, Float64Array> {
  const program = compile({ inputs: { ...inputs, parameters: model.inputs }, outputs, updates }, backend);
  setParameters(model, program, model.parameters);
  return program;
}

/** Puts the same θ into every row. */
export function setParameters(
  model: Model,
  { inputs }: { readonly inputs: ArraysOf<WithParameters, Float64Array> },
  parameters: Float64Array,
): void {
  let start = 0;
  for (const [name, { shape }] of Object.entries(model.inputs)) {
    const length = shape[1];
    const array = inputs.parameters[name];
    // Column by column: to copy a few numbers into each row would take a call for each.
    for (let i = 0; i < length; i++) {
      const value = parameters[start + i];
      for (let at = i; at < array.length; at += length) array[at] = value;
    }
    start += length;
  }
}

/** The gradient of each row of `perRow` (one number per sample) with respect to its parameters: [rows, parameters]. */
export function rowGradients(model: Model, perRow: Expression): FloatExpression {
  return concatenate(grad(sum(perRow), Object.values(model.inputs)), 1) as FloatExpression;
}

/** An input for samples: integers where the density draws integers. */
export function sampleInput(model: Model): Input {
  return model.density.dtype === "int" ? inputIndices(model.sampleShape) : input(model.sampleShape);
}

/** log p of each sample, a product of densities taken together: [rows]. */
export function rowLogProb(model: Model, samples: Expression): FloatExpression {
  const factors = model.density.logProb(samples);
  return sum(reshape(factors, [model.rows, sizeOf(factors.shape) / model.rows]), { axis: 1 });
}

/** f as an expression, of samples as `expression` takes them: [rows]. */
export function expressionOf(
  { rows, density, expression }: Model,
  owner: string,
): (samples: Expression) => FloatExpression {
  if (expression === undefined) {
    throw new NotApplicableError(
      `${owner}: the problem has no expression; ${owner} differentiates f, so give f as an expression too`,
    );
  }
  return (samples) => {
    const values: Expression | undefined = expression(represent(density, samples));
    if (!values?.shape) {
      throw new TypeError(
        `expression: it returned ${valueInText(values)}; it must return an expression, such as (x) => square(x)`,
      );
    }
    if (sizeOf(values.shape) !== rows || values.shape[0] !== rows) {
      throw new RangeError(
        `expression: it made ${formatShape(values.shape)} of samples ${formatShape(samples.shape)}; ` +
          `it must give one value per sample, [${rows}] or [${rows}, 1]`,
      );
    }
    return reshape(values, [rows]) as FloatExpression;
  };
}

/** Integers as an expression of the user takes them: categories as one-hot rows, all else as floats. */
function represent(density: Density, samples: Expression): FloatExpression {
  if (samples.dtype === "float") return samples as FloatExpression;
  return density.choice?.kind === "categorical"
    ? oneHot(samples, density.choice.logProbs.shape.at(-1)!)
    : toFloat(samples);
}

/** Numbers in the order of θ, under the names that the user gave. */
export function likeParameters<P extends Parameters>(
  parameters: P,
  flat: ArrayLike<number>,
): LikeParameters<P> {
  let next = 0;
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name,
      typeof value === "number" ? flat[next++] : value.map(() => flat[next++]),
    ]),
  ) as LikeParameters<P>;
}

/** θ for an error message. */
export function describeParameters({ names }: Model, parameters: Float64Array): string {
  return names.map((name, i) => `${name} = ${parameters[i]}`).join(", ");
}
