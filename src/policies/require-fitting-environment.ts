import type { Space } from "../environments/index.ts";
import { spaceDifference } from "../environments/spaces/space-difference.ts";
import type { Spaces } from "./create-policy.ts";

/** What a policy is to act in. */
export interface ActedEnvironment {
  readonly id: string;
  readonly observationSpace: Space;
  readonly actionSpace: Space;
  /** Of environments that say which actions are legal. */
  readonly legalActions: unknown;
}

/**
 * @throws RangeError when an environment's spaces are not those that a policy was made for, or one of the two has masks of
 *   legal actions and the other has none
 */
export function requireFittingEnvironment<Observation, Action>(
  policy: Spaces<Observation, Action> & { readonly masked: boolean },
  { id, observationSpace, actionSpace, legalActions }: ActedEnvironment,
): void {
  const pairs = [
    ["observation", policy.observationSpace, observationSpace],
    ["action", policy.actionSpace, actionSpace],
  ] as const;
  for (const [what, own, given] of pairs) {
    const difference = spaceDifference(own as Space, given);
    if (difference === undefined) continue;
    const { part, first, second } = difference;
    throw new RangeError(
      `policy: the ${what} space that it was made for is not that of ${id}: ${part} is ${first} in the first and ` +
        `${second} in the second. Take an environment like the one that it was trained in.`,
    );
  }
  if (policy.masked === (legalActions !== undefined)) return;
  throw new RangeError(
    policy.masked
      ? `policy: it was made with masks of legal actions, and ${id} has none to tell it. Take an environment ` +
          "that has, like the one that it was trained in."
      : `policy: it was made without masks, and ${id} has legalActions. Take a ` +
          "policy that was trained in an environment with legalActions, or created with { masked: true }.",
  );
}
