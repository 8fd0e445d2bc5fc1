/**
 * Throws unless there is one probability for each of `count` outcomes, none is negative or not a number, and they sum
 * to 1: to 1.5e-8, or 3.5e-4 if they are float32, as NumPy.
 */
export function assertProbabilities(where: string, probabilities: ArrayLike<number>, count: number): void {
  if (probabilities.length !== count) {
    throw new RangeError(
      `${where}: p has ${probabilities.length} probabilities for ${count} outcomes; give one for each`,
    );
  }
  for (let i = 0; i < count; i += 1) {
    if (probabilities[i] >= 0) continue;
    throw new RangeError(`${where}: p[${i}] is ${probabilities[i]}; a probability must be from 0 to 1`);
  }
  const sum = compensatedSum(probabilities);
  const tolerance = probabilities instanceof Float32Array ? Math.sqrt(2 ** -23) : Math.sqrt(2 ** -52);
  if (!(Math.abs(sum - 1) <= tolerance)) {
    throw new RangeError(
      `${where}: p sums to ${sum}; it must sum to 1: divide each probability by their sum`,
    );
  }
}

/** The running sums of the probabilities, divided by the last one. */
export function cumulativeShares(probabilities: ArrayLike<number>): Float64Array {
  const shares = new Float64Array(probabilities.length);
  let sum = 0;
  for (let i = 0; i < shares.length; i += 1) {
    sum += probabilities[i];
    shares[i] = sum;
  }
  for (let i = 0; i < shares.length; i += 1) shares[i] /= sum;
  return shares;
}

/** The first index whose share is above `draw`, by bisection: NumPy's `searchsorted(side="right")`. */
export function indexOfShare(shares: Float64Array, draw: number): number {
  let low = 0;
  let high = shares.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (shares[middle] <= draw) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Kahan's sum, which keeps what rounding loses. */
function compensatedSum(values: ArrayLike<number>): number {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] - lost;
    const next = sum + value;
    lost = next - sum - value;
    sum = next;
  }
  return sum;
}
