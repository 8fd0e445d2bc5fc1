import type { Space } from "../../environments/spaces/space.ts";
import { inWords } from "../../text/did-you-mean.ts";
import { valueInText } from "../../text/value-in-text.ts";
import { noPolicyFor } from "../decode-action.ts";

/** The heads that policies may have, by the kind of action space; the first of each is the default. */
const headsOf = {
  discrete: ["categorical"],
  "multi-discrete": ["multi-categorical"],
  "multi-binary": ["bernoulli"],
  box: [
    "rescaled-normal",
    "diagonal-normal",
    "state-dependent-normal",
    "squashed-normal",
    "beta",
    "deterministic",
  ],
} as const;

/** What a policy's outputs mean: the family of densities at its end. */
export type HeadName = (typeof headsOf)[keyof typeof headsOf][number];

/**
 * The head that is asked for, or the default of the action space.
 *
 * @throws TypeError for a head that does not suit the space, and for spaces that no policy exists for
 */
export function headFor(space: Space, wanted?: unknown): HeadName {
  const heads: readonly HeadName[] | undefined = headsOf[space.kind as keyof typeof headsOf];
  if (heads === undefined) throw noPolicyFor(space);
  const found = wanted === undefined ? heads[0] : heads.find((head) => head === wanted);
  if (found !== undefined) return found;
  throw new TypeError(
    `policy: head is ${valueInText(wanted)}; for a ${space.kind} space it must be ` +
      inWords(heads.map((head) => `"${head}"`)),
  );
}
