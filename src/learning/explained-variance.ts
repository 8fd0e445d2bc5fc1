/**
 * 1 − Var[G − V] / Var[G]: the share of the returns' variance that the values foretell. 1 is perfect, 0 no better
 * than a constant; NaN when all returns are equal.
 */
export function explainedVariance(values: ArrayLike<number>, returns: ArrayLike<number>): number {
  const size = returns.length;
  let meanReturn = 0;
  let meanError = 0;
  for (let i = 0; i < size; i++) {
    meanReturn += returns[i] / size;
    meanError += (returns[i] - values[i]) / size;
  }
  let variance = 0;
  let unexplained = 0;
  for (let i = 0; i < size; i++) {
    const deviation = returns[i] - meanReturn;
    const error = returns[i] - values[i] - meanError;
    variance += deviation * deviation;
    unexplained += error * error;
  }
  return variance === 0 ? Number.NaN : 1 - unexplained / variance;
}
