import { isDiscrete, isMultiDiscrete, type Space } from "../environments/spaces/index.ts";

/** How many there are to choose from, for each choice of an action; none where there is no mask of legal actions. */
export function choicesOf(space: Space): readonly number[] {
  if (isDiscrete(space)) return [space.n];
  return isMultiDiscrete(space) ? space.counts : [];
}

/**
 * Writes which actions are legal, 1 or 0, to where a program reads it; all are if nothing is said.
 *
 * @param mask the place, of a policy with masks
 * @param legalActions one number for each of the choices, not 0 where it is legal
 * @throws RangeError when the policy has no masks, their number differs, or nothing is legal in one of the choices
 */
export function placeLegalActions(
  mask: Float32Array | undefined,
  legalActions: ArrayLike<number> | undefined,
  choices: readonly number[],
): void {
  if (!mask) {
    if (legalActions === undefined) return;
    throw new RangeError(
      "policy: it takes no legalActions, since it was made without masks. Create it with { masked: true }, or from an " +
        "environment that has legalActions",
    );
  }
  if (legalActions === undefined) {
    mask.fill(1);
    return;
  }
  if (legalActions.length !== mask.length) {
    throw new RangeError(
      `policy: legalActions has ${legalActions.length} numbers; the policy has ${mask.length} actions to choose from`,
    );
  }
  let at = 0;
  for (const [choice, count] of choices.entries()) {
    let legal = 0;
    for (const end = at + count; at < end; at++) {
      mask[at] = legalActions[at] === 0 ? 0 : 1;
      legal += mask[at];
    }
    if (legal > 0) continue;
    const where = choices.length > 1 ? ` of choice ${choice}` : "";
    throw new RangeError(
      `policy: legalActions has no legal action among the ${count}${where}; at least one must be`,
    );
  }
}
