import type { Generator } from "../../random/index.ts";
import { isDiscrete } from "./discrete.ts";
import { choicesOf } from "./legal-actions.ts";
import type { Space } from "./space.ts";

/**
 * An action that is drawn uniformly from the legal ones.
 *
 * @param space discrete or multi-discrete where there is a mask
 * @param mask 1 where an action is legal, see {@link LegalActions}; without it, all of the space are
 */
export function sampleLegalAction(space: Space, mask: Uint8Array | undefined, generator: Generator): unknown {
  if (mask === undefined) return space.sample(generator);
  let start = 0;
  const chosen = choicesOf(space).map((count) => {
    const legal = Array.from(mask.subarray(start, start + count)).flatMap((isLegal, i) =>
      isLegal ? [i] : [],
    );
    start += count;
    return legal[generator.integers(0, legal.length)];
  });
  return isDiscrete(space) ? space.start + chosen[0] : Int32Array.from(chosen);
}
