/**
 * For every step, the mean outcome of the *other* games in which the policy had the same place; 0 where there was none. Since
 * a game's own outcome is left out, the baseline does not depend on its moves, and the gradient stays unbiased.
 *
 * @param starts [games]: where each game begins
 * @param places [steps]: which of the players the policy was
 * @param outcomes [steps]: what the policy got from each of its moves on; at the start of a game, in all of it
 */
export function meanOfSamePlace(
  starts: Int32Array,
  places: Int32Array,
  outcomes: ArrayLike<number>,
): Float64Array {
  const totals = new Map<number, { sum: number; games: number }>();
  for (const start of starts) {
    const total = totals.get(places[start]) ?? { sum: 0, games: 0 };
    total.sum += outcomes[start];
    total.games++;
    totals.set(places[start], total);
  }
  const baseline = new Float64Array(places.length);
  starts.forEach((start, game) => {
    const { sum, games } = totals.get(places[start])!;
    if (games > 1) baseline.fill((sum - outcomes[start]) / (games - 1), start, starts[game + 1]);
  });
  return baseline;
}
