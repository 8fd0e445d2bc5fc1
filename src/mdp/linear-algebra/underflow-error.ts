/** @returns what is thrown where elimination finds a state that nothing leaves */
export function underflowError(state: number): RangeError {
  return new RangeError(
    `mdp: the probability of leaving state ${state} for good is below 1e-300, less than can be computed with; give ` +
      "probabilities that are larger, or 0.",
  );
}
