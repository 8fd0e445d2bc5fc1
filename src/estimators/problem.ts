import type { Density } from "../distributions/index.ts";
import type { Expression, FloatExpression } from "../graph/index.ts";

/** θ by name: numbers, or lists of them. */
export type Parameters = Readonly<Record<string, number | readonly number[]>>;

/** θ as `density` gets it: an expression of shape [samples, length] for each name, with length 1 for a number. */
export type ParameterExpressions<P extends Parameters> = { readonly [Name in keyof P]: FloatExpression };

/** Numbers of the shape of the parameters: a gradient, or standard errors. */
export type LikeParameters<P extends Parameters> = {
  readonly [Name in keyof P]: P[Name] extends number ? number : number[];
};

/**
 * What is to be differentiated: E[f(x)] with x ~ p(x | θ), with respect to θ.
 *
 * @example
 * { parameters: { mean: 1, deviation: 1 }, density: ({ mean, deviation }) => normal(mean, deviation), f: ([x]) => (x - 3) ** 2 }
 */
export interface Problem<P extends Parameters = Parameters> {
  /** The point θ at which the gradient is taken. */
  readonly parameters: P;
  /**
   * p(x | θ) for each row of the parameters: a density whose batch shape begins with the number of samples. Further axes
   * (five normals beside one another) make a product of densities; `product` makes one of several families.
   */
  readonly density: (parameters: ParameterExpressions<P>) => Density;
  /**
   * The function of one sample, as a black box: it is only called. `x` holds the numbers of the sample, one for a scalar
   * density, and is used again for the next: copy it to keep it. Default: `expression`.
   */
  readonly f?: ((x: Float64Array) => number) | undefined;
  /**
   * The same function as an expression, where derivatives of f are needed: from samples [samples, …] to one value each,
   * [samples] or [samples, 1]. Samples of a categorical come as one-hot rows [samples, …, categories], those of a Bernoulli
   * as 0 and 1, and relaxations put numbers in between.
   */
  readonly expression?: ((x: FloatExpression) => Expression) | undefined;
}

/** A problem as it is, with its types inferred: for one that is written down before it is used. */
export const defineProblem = <P extends Parameters>(problem: Problem<P>): Problem<P> => problem;
