import { type GamesTrajectory, generalizedAdvantage } from "../../experience/index.ts";

/**
 * For every step, generalized advantages within its game (see {@link generalizedAdvantage}): nothing is discounted, and the
 * next step is the policy's next move. A game that a time limit cut off counts as it stands.
 *
 * @param games the moves of whole games, with V(s) of each
 * @param starts [games]: where each game begins
 * @param lambda λ: 0 is the error of V(s) at the next move, and 1 the outcome minus V(s)
 */
export function gameAdvantages(
  { steps, rewards, values }: Pick<GamesTrajectory, "steps" | "rewards" | "values">,
  starts: Int32Array,
  lambda: number,
): Float64Array {
  const advantages = new Float64Array(steps);
  const terminated = new Uint8Array(steps);
  for (const start of starts) terminated[(start === 0 ? steps : start) - 1] = 1;
  generalizedAdvantage({
    ...{ steps, count: 1, rewards, values, terminated, truncated: new Uint8Array(steps) },
    ...{ lastValues: new Float64Array(1), discount: 1, lambda, advantages },
  });
  return advantages;
}
