import { constant, type Expression } from "../../graph/index.ts";

/**
 * The lower triangular L with L Lᵀ = the given covariance, as a constant for `multivariateNormal`.
 *
 * @param covariance symmetric and positive definite, row by row
 * @throws RangeError where it is not, with the entry
 */
export function choleskyFactor(covariance: readonly (readonly number[])[]): Expression {
  const dimensions = covariance.length;
  const factor = new Float64Array(dimensions * dimensions);
  const at = (row: number, column: number) => factor[row * dimensions + column];
  covariance.forEach((row, i) => {
    if (row.length !== dimensions) {
      throw new RangeError(
        `choleskyFactor: row ${i} has ${row.length} entries; the matrix has ${dimensions} rows and must be square`,
      );
    }
    for (let j = 0; j <= i; j++) {
      if (!(Math.abs(row[j] - covariance[j][i]) <= 1e-12 * Math.sqrt(Math.abs(row[i] * covariance[j][j])))) {
        throw new RangeError(
          `choleskyFactor: entry [${i}][${j}] is ${row[j]} and [${j}][${i}] is ${covariance[j][i]}; a covariance is symmetric`,
        );
      }
      let rest = row[j];
      for (let k = 0; k < j; k++) rest -= at(i, k) * at(j, k);
      if (i === j && !(rest > 0)) {
        throw new RangeError(
          `choleskyFactor: the covariance is not positive definite: row ${i} leaves ${rest} after the rows before it`,
        );
      }
      factor[i * dimensions + j] = i === j ? Math.sqrt(rest) : rest / at(j, j);
    }
  });
  return constant(factor, [dimensions, dimensions]);
}
