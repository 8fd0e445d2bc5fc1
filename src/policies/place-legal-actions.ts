import { type LegalActions, writeLegalActions } from "../environments/spaces/legal-actions.ts";

/**
 * Writes which actions are legal, 1 or 0, to where a program reads it.
 *
 * @param mask the place, of a policy with masks
 * @param choices of the policy's action space, see `choicesOf`
 * @throws RangeError when the policy has masks and none is given, or has none and one is given; when an entry is not 0,
 *   1, false or true, their number is not that of the actions, or nothing is legal in one of the choices
 */
export function placeLegalActions(
  mask: Float32Array | undefined,
  legalActions: LegalActions | undefined,
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
    throw new RangeError(
      "policy: legalActions is missing; the policy was made with masks. Give " +
        `${mask.length} entries, 1 where an action is legal and 0 where it is not`,
    );
  }
  const problem = writeLegalActions(legalActions, choices, mask);
  if (problem !== undefined) throw new RangeError(`policy: legalActions: ${problem}`);
}
