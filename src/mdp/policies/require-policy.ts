import type { Mdp } from "../model/mdp.ts";
import { normalizedDistribution } from "../probabilities.ts";

/**
 * The distributions over actions, each divided by its sum.
 *
 * @param probabilities [states × actions]
 * @throws RangeError unless these are distributions over the legal actions of each state, that sum to 1 within 1e-8
 */
export function normalizedPolicy(
  name: string,
  { states, actions, legalActions }: Mdp,
  probabilities: Float64Array,
): Float64Array {
  const normalized = new Float64Array(probabilities.length);
  for (let state = 0; state < states; state++) {
    const given = probabilities.subarray(state * actions, (state + 1) * actions);
    const row = normalizedDistribution(`${name}[${state}]`, given);
    const illegal = row.findIndex((p, action) => p > 0 && legalActions?.[state * actions + action] === 0);
    if (illegal >= 0) {
      throw new RangeError(
        `mdp: ${name}[${state}][${illegal}] is ${given[illegal]}, but that action is not legal: give 0.`,
      );
    }
    normalized.set(row, state * actions);
  }
  return normalized;
}
