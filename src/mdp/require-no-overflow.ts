/**
 * The numbers, if all of them are finite: sums and products of rewards near the largest float64 are not.
 *
 * @param name what the number at a place is, as in "the value of state 3"
 * @throws RangeError that names the first that is not
 */
export function requireNoOverflow(numbers: Float64Array, name: (at: number) => string): Float64Array {
  const at = numbers.findIndex((number) => !Number.isFinite(number));
  if (at < 0) return numbers;
  throw new RangeError(
    `mdp: ${name(at)} is ${numbers[at]}: the rewards are too large. Divide all of them by a number.`,
  );
}

/** Names of states: "the value of state 3". */
export const ofState = (what: string) => (state: number) => `the ${what} of state ${state}`;

/** Names of states and actions: "the advantage of action 1 in state 3". */
export const ofPair = (what: string, actions: number) => (pair: number) =>
  `the ${what} of action ${pair % actions} in state ${Math.floor(pair / actions)}`;

/** Names of parameters: "the gradient of parameter 0". */
export const ofParameter = (what: string) => (at: number) => `the ${what} of parameter ${at}`;
