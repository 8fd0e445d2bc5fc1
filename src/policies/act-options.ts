import type { LegalActions } from "../environments/spaces/legal-actions.ts";
import { describeValue } from "../text/describe-value.ts";
import { unknownNames } from "../text/known-options.ts";
import { printable } from "../text/printable.ts";

/**
 * What a recurrent policy remembers of an episode: so many numbers as its `stateSize` says, zeros at the beginning. Of a
 * policy that is not recurrent it is empty.
 */
export type PolicyState = Float32Array;

/** How to act on an observation in the middle of an episode. */
export interface ActOptions {
  /** `policy.initialState()` where an episode begins, and after that what the step before gave. */
  readonly state: ArrayLike<number>;
  /** For policies with masks, which need it; see {@link LegalActions}. */
  readonly legalActions?: LegalActions | undefined;
}

/**
 * What `act` and `sample` are given beside the observation, in either form; or the result of the step before, with its state.
 *
 * @throws TypeError when it has an option that there is not
 */
export function actOptionsOf(given: LegalActions | ActOptions | undefined): Partial<ActOptions> {
  const isMask = typeof given !== "object" || given === null || "length" in given;
  if (isMask) return { legalActions: given };
  const [unknown] = unknownNames(given, ["state", "legalActions", "action", "logProb"]);
  if (unknown === undefined) return given;
  throw new TypeError(
    `policy: there is no option ${printable(unknown)}; the options are state and legalActions`,
  );
}

/**
 * Writes the state of a policy to where a program reads it.
 *
 * @param place as long as a state; of length 0 for a policy that is not recurrent
 * @throws RangeError when it is missing though the policy is recurrent, or is no state of this policy
 */
export function placeState(place: Float32Array, state: ArrayLike<number> | undefined): void {
  if (state === undefined) {
    if (place.length === 0) return;
    throw new RangeError(
      "policy: it is recurrent; give it its state and take the next one, as in " +
        "const { action, state } = policy.act(observation, { state: before }), which begins with policy.initialState()",
    );
  }
  const problem = problemOf(state, place.length);
  if (problem !== undefined) {
    throw new RangeError(
      `policy: state: expected ${place.length} finite numbers, found ${problem}. Give what policy.initialState() or the last ` +
        "act() or sample() of this policy returned",
    );
  }
  place.set(state);
}

function problemOf(state: ArrayLike<number>, size: number): string | undefined {
  if (!Array.isArray(state) && !ArrayBuffer.isView(state)) return describeValue(state);
  if (state.length !== size) return `${state.length}`;
  for (let i = 0; i < size; i++) {
    if (typeof state[i] !== "number" || !Number.isFinite(Math.fround(state[i]))) {
      return `${describeValue(state[i])} at entry ${i}`;
    }
  }
  return undefined;
}
