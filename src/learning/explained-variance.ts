/**
 * 1 − Var[G − V] / Var[G]: the share of the variance of the returns G that the values V predict. 1 is perfect, and 0 no better
 * than a constant; NaN when all returns are equal.
 */
export function explainedVariance(values: ArrayLike<number>, returns: ArrayLike<number>): number {
  const size = returns.length;
  let meanReturn = 0;
  let meanError = 0;
  let differ = false;
  for (let i = 0; i < size; i++) {
    meanReturn += returns[i] / size;
    meanError += (returns[i] - values[i]) / size;
    differ ||= returns[i] !== returns[0];
  }
  if (!differ) return Number.NaN; // the variance of equal numbers is 0 but for rounding
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
