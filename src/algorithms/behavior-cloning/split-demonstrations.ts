import type { OptionsOf } from "../../learning/index.ts";
import type { behaviorCloningOptions } from "./options.ts";

/**
 * How many demonstrations, from the first on, there are to learn from, and which of the others are judged. Demonstrations that
 * belong together, as those of a game, stand together, so that at most one game is on both sides.
 *
 * @throws RangeError when nothing is left to learn from
 */
export function splitDemonstrations(
  count: number,
  { heldOut, heldOutRows }: Pick<OptionsOf<typeof behaviorCloningOptions>, "heldOut" | "heldOutRows">,
): { readonly learned: number; readonly judged: readonly number[] } {
  const held = Math.floor(count * heldOut);
  const learned = count - held;
  if (learned === 0) {
    throw new RangeError(
      `behavior-cloning: option heldOut is ${heldOut}, which holds out all ${count} demonstrations; lower it`,
    );
  }
  const rows = Math.min(held, heldOutRows);
  return {
    learned,
    judged: Array.from({ length: rows }, (_, row) => learned + Math.floor((row * held) / rows)),
  };
}
