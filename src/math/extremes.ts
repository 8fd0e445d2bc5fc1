/**
 * The largest of the numbers, −∞ if there are none, NaN if one of them is. Takes any number of them, where
 * `Math.max(...values)` runs out of stack beyond some 100,000.
 */
export function maximumOf(values: ArrayLike<number>): number {
  let most = -Infinity;
  for (let i = 0; i < values.length; i += 1) most = Math.max(most, values[i]);
  return most;
}

/** The smallest of the numbers, ∞ if there are none, NaN if one of them is: see {@link maximumOf}. */
export function minimumOf(values: ArrayLike<number>): number {
  let least = Infinity;
  for (let i = 0; i < values.length; i += 1) least = Math.min(least, values[i]);
  return least;
}
