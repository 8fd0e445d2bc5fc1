import { describeValue } from "../../text/describe-value.ts";
import { isDiscrete } from "./discrete.ts";
import { isMultiDiscrete } from "./multi-discrete.ts";
import type { Space } from "./space.ts";

/**
 * Which actions are legal: 1 or true where one is, 0 or false where it is not. One entry for each action of a discrete
 * space; for a multi-discrete space one for each value of each element, those of the elements one after another in one
 * flat list, so that [0, 1, 1, 1, 0] masks `multiDiscrete([3, 2])`. At least one value of each element is legal.
 */
export type LegalActions = ArrayLike<number | boolean>;

/** How many there are to choose from, for each choice of an action; none where there is no mask of legal actions. */
export function choicesOf(space: Space): readonly number[] {
  if (isDiscrete(space)) return [space.n];
  return isMultiDiscrete(space) ? space.counts : [];
}

/** Why there are no masks for actions of a space ("expected …, found …"), or `undefined` where there are. */
export function explainMaskedSpace(space: Space): string | undefined {
  if (choicesOf(space).length > 0) return undefined;
  return `expected a discrete or multi-discrete action space to go with it, found a ${space.kind} space`;
}

/**
 * Writes a mask of legal actions as ones and zeros, from `offset` (default 0) on.
 *
 * @param legalActions anything; a mask is of the form of {@link LegalActions}
 * @param choices of the action space, see {@link choicesOf}
 * @returns why it is no mask for these choices ("expected …, found …"), or `undefined` when it is one
 */
export function writeLegalActions(
  legalActions: unknown,
  choices: readonly number[],
  target: Uint8Array | Float32Array,
  offset = 0,
): string | undefined {
  let entries = 0;
  for (let choice = 0; choice < choices.length; choice += 1) entries += choices[choice];
  if (typeof legalActions !== "object" || legalActions === null || !("length" in legalActions)) {
    return `expected an array of ${entries} entries, found ${describeValue(legalActions)}`;
  }
  const given = legalActions as ArrayLike<unknown>;
  if (given.length !== entries) return `expected ${entries} entries, found ${given.length}`;
  let at = 0;
  for (let choice = 0; choice < choices.length; choice += 1) {
    const start = at;
    let legal = 0;
    for (const end = start + choices[choice]; at < end; at += 1) {
      const entry = given[at];
      if (entry !== 0 && entry !== 1 && entry !== false && entry !== true) {
        return `expected 0, 1, false or true at entry ${at}, found ${describeValue(entry)}`;
      }
      target[offset + at] = entry ? 1 : 0;
      legal += target[offset + at];
    }
    if (legal === 0) {
      const where = choices.length > 1 ? ` of choice ${choice}, entries ${start} to ${at - 1}` : "";
      return `expected at least one legal action${where}, found none`;
    }
  }
  return undefined;
}
