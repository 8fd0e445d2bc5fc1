import type { Mdp } from "../model/mdp.ts";
import { isProbability, normalizeRow, requireProbability } from "../probabilities.ts";

/**
 * The distributions over actions, each divided by its sum.
 *
 * @param probabilities [states × actions]
 * @throws RangeError unless these are distributions over the legal actions of each state, that sum to 1 within 1e-8
 */
export function normalizedPolicy(
  name: string,
  { states, actions, legalActions }: Mdp,
  probabilities: ArrayLike<number>,
): Float64Array {
  const normalized = new Float64Array(probabilities);
  for (let state = 0; state < states; state++) {
    const [start, end] = [state * actions, (state + 1) * actions];
    for (let pair = start; pair < end; pair++) {
      const probability = probabilities[pair];
      // A name for each of them would take longer than all else.
      if (!isProbability(probability)) requireProbability(`${name}[${state}][${pair - start}]`, probability);
    }
    normalizeRow(`${name}[${state}]`, normalized.subarray(start, end));
    for (let pair = start; pair < end; pair++) {
      if (legalActions?.[pair] !== 0 || probabilities[pair] === 0) continue;
      throw new RangeError(
        `mdp: ${name}[${state}][${pair - start}] is ${probabilities[pair]}, but that action is not legal: give 0.`,
      );
    }
  }
  return normalized;
}
