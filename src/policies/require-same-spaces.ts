import type { Spaces } from "./create-policy.ts";

/** @throws RangeError when an environment is not of the kinds and sizes of spaces that a policy was made for */
export function requireSameSpaces(
  policy: Spaces<unknown, unknown>,
  { id, observationSpace, actionSpace }: Spaces<unknown, unknown> & { readonly id: string },
): void {
  const pairs = [
    ["observations", policy.observationSpace, observationSpace],
    ["actions", policy.actionSpace, actionSpace],
  ] as const;
  for (const [what, own, given] of pairs) {
    if (own.kind === given.kind && own.size === given.size) continue;
    throw new RangeError(
      `policy: it was trained for ${what} from a ${own.kind} space of size ${own.size}, but those of ${id} are from ` +
        `a ${given.kind} space of size ${given.size}. Take an environment like the one it was trained in.`,
    );
  }
}
