import { likeParameters } from "./model.ts";
import type { LikeParameters, Parameters } from "./problem.ts";

/** An estimate of E[f(x)] and of its gradient. */
export interface Estimate<P extends Parameters> {
  /** The mean of f. */
  readonly value: number;
  /** Of `value`. */
  readonly valueStandardError: number;
  readonly gradient: LikeParameters<P>;
  /** Of each entry of the gradient, from the sample variance of the terms that were averaged. */
  readonly standardErrors: LikeParameters<P>;
  /** How many terms were averaged: samples, or groups of them where an estimator takes several together. */
  readonly terms: number;
  /** How often f was evaluated, preparations (a pilot run, the fit of a control variate) included. */
  readonly evaluations: number;
}

/**
 * An estimator made ready for one problem: it turns random draws into terms of equal mean. Their average estimates the
 * gradient, and since they are independent (or, with a moving average, uncorrelated) their sample variance gives its
 * standard error.
 */
export interface Terms {
  /** How many terms one draw gives. */
  readonly count: number;
  /** Samples in one term. */
  readonly group: number;
  /** Evaluations of f for one term. */
  readonly evaluationsPerTerm: number;
  /** Evaluations of f before the first term. */
  readonly preparation: number;
  /** The terms of the gradient from the last draw: [count, parameters]. */
  readonly gradients: Float64Array;
  /** Their terms of E[f(x)]: [count]. */
  readonly values: Float64Array;
  draw(): void;
}

/** Sums for a mean and a variance, of numbers less a first guess at their mean: no digits cancel. */
export interface Moments {
  readonly count: number;
  /** One mean per column. */
  mean(column: number): number;
  /** The unbiased sample variance. */
  variance(column: number): number;
  /** Takes in the first `rows` rows of a matrix. */
  add(matrix: Float64Array, rows: number): void;
}

export function createMoments(columns: number): Moments {
  let count = 0;
  const shift = new Float64Array(columns);
  const sums = new Float64Array(columns);
  const squares = new Float64Array(columns);
  return {
    get count() {
      return count;
    },
    mean: (column) => shift[column] + sums[column] / count,
    variance: (column) => Math.max(0, squares[column] - sums[column] ** 2 / count) / (count - 1),
    add(matrix, rows) {
      if (count === 0) shift.set(matrix.subarray(0, columns));
      for (let column = 0; column < columns; column++) {
        const from = shift[column];
        let sum = 0;
        let square = 0;
        for (let at = column; at < rows * columns; at += columns) {
          const apart = matrix[at] - from;
          sum += apart;
          square += apart * apart;
        }
        sums[column] += sum;
        squares[column] += square;
      }
      count += rows;
    },
  };
}

/** Averages as many terms as hold so many samples. */
export function average<P extends Parameters>(parameters: P, terms: Terms, samples: number): Estimate<P> {
  const { columns: _, ...estimate } = averageColumns(parameters, terms, samples);
  return estimate;
}

/** The same, with every column of the terms: those of the gradient come first. */
export function averageColumns<P extends Parameters>(
  parameters: P,
  terms: Terms,
  samples: number,
): Estimate<P> & { readonly columns: { readonly mean: number; readonly standardError: number }[] } {
  const count = Math.max(2, Math.ceil(samples / terms.group));
  const width = terms.gradients.length / terms.count;
  const gradients = createMoments(width);
  const values = createMoments(1);
  while (gradients.count < count) {
    terms.draw();
    const rows = Math.min(terms.count, count - gradients.count);
    gradients.add(terms.gradients, rows);
    values.add(terms.values, rows);
  }
  const summary = (moments: Moments, column: number) => ({
    mean: moments.mean(column),
    standardError: Math.sqrt(moments.variance(column) / count),
  });
  const columns = Array.from({ length: width }, (_, column) => summary(gradients, column));
  const value = summary(values, 0);
  for (const { mean, standardError } of [...columns, value]) {
    if (Number.isFinite(mean) && Number.isFinite(standardError)) continue;
    throw new RangeError(
      `estimate: the terms have mean ${mean} and standard error ${standardError}, as where squares of f overflow; divide f by a ` +
        "number, and multiply the gradient with it",
    );
  }
  return {
    columns,
    value: value.mean,
    valueStandardError: value.standardError,
    gradient: likeParameters(
      parameters,
      columns.map(({ mean }) => mean),
    ),
    standardErrors: likeParameters(
      parameters,
      columns.map(({ standardError }) => standardError),
    ),
    terms: count,
    evaluations: terms.preparation + count * terms.evaluationsPerTerm,
  };
}
