/** How far first steps of algorithms move weights, held against exact gradients. */
import { createParameterVector, type Learner } from "../../src/learning/index.ts";

export const runs = 40;
/** Student's t with 39 degrees of freedom: 7.2 has a two-sided rate below 2e-8, shared by 50 comparisons or fewer. */
export const tBound = 7.2;

/**
 * How far an update moves the parameters of the policy, in each of so many updates from the same weights. Their rollouts are
 * independent where they are whole episodes, and nearly so where the rollouts in between are longer than a chain remembers.
 *
 * @param place puts all weights where the step begins
 * @param between rollouts before each that is learned from; default 0
 */
export function firstMoves(
  { policy, collector, learn }: Learner,
  { place, between = 0 }: { readonly place: () => void; readonly between?: number },
): Float64Array[] {
  const vector = createParameterVector(policy.parameters, policy.backend);
  const before = new Float64Array(vector.length);
  const after = new Float64Array(vector.length);
  const moves = Array.from({ length: runs }, () => {
    place();
    vector.read(before);
    for (let skipped = 0; skipped < between; skipped++) collector.collect();
    learn(collector.collect(), 0);
    vector.read(after);
    return after.map((each, i) => each - before[i]);
  });
  collector.close();
  return moves;
}

/** The largest t statistic of the moves less a gradient, over the parameters that move at all. */
export function largestT(moves: readonly Float64Array[], gradient: ArrayLike<number>): number {
  const statistics = Array.from(gradient, (expected, i) => {
    const mean = moves.reduce((sum, move) => sum + move[i], 0) / moves.length;
    const variance = moves.reduce((sum, move) => sum + (move[i] - mean) ** 2, 0) / (moves.length - 1);
    // What does not move at all does so but for the rounding of float32.
    if (variance < 1e-16) return Math.abs(mean - expected) < 1e-7 ? 0 : Number.POSITIVE_INFINITY;
    return Math.abs(mean - expected) / Math.sqrt(variance / moves.length);
  });
  return Math.max(...statistics);
}
