import type { Mdp } from "../mdp.ts";
import { requireDistribution } from "../require.ts";

/**
 * @param probabilities [states × actions]
 * @throws RangeError unless these are distributions over the legal actions of each state
 */
export function requirePolicy(
  name: string,
  { states, actions, legalActions }: Mdp,
  probabilities: Float64Array,
): void {
  for (let state = 0; state < states; state++) {
    const row = probabilities.subarray(state * actions, (state + 1) * actions);
    requireDistribution(`${name}[${state}]`, row);
    const illegal = row.findIndex((p, action) => p > 0 && legalActions?.[state * actions + action] === 0);
    if (illegal < 0) continue;
    throw new RangeError(
      `mdp: ${name}[${state}][${illegal}] is ${row[illegal]}, but that action is not legal: give 0.`,
    );
  }
}
