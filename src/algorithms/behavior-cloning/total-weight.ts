/**
 * The sum of the weights of demonstrations.
 *
 * @param which of all demonstrations: "of an update"
 * @throws RangeError where none counts: a mean of them is not defined
 */
export function totalWeight(weights: Float32Array, which: string): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total > 0) return total;
  throw new RangeError(
    `demonstrations: the ${weights.length} ${which} all have weight 0; give weights above 0, or leave out those that do not count`,
  );
}
