/**
 * For every step, the mean outcome of the *other* games in which the policy had the same place; 0 where there was none. Since
 * a game's own outcome is left out, the baseline does not depend on its moves, and the gradient stays unbiased.
 *
 * @param starts [games]: where each game begins
 * @param places [steps]: which of the players the policy was
 * @param outcomes [steps]: what the policy got in the whole game
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
  return Float64Array.from(places, (place, step) => {
    const { sum, games } = totals.get(place)!;
    return games > 1 ? (sum - outcomes[step]) / (games - 1) : 0;
  });
}
