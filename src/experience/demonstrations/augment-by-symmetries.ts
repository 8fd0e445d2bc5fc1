import { requireInteger } from "../../text/require-number.ts";
import type { Augment } from "./demonstration-collector.ts";

/** A symmetry of a board: which entry of the original each entry comes from. */
export interface Symmetry {
  /** `[observationSize]`: a permutation. */
  readonly observations: ArrayLike<number>;
  /** `[actions]`: a permutation of the actions of a discrete space. */
  readonly actions: ArrayLike<number>;
}

/**
 * Replaces each demonstration by a mirror image or a rotation of it, all steps by the same one: one of the symmetries is drawn, each
 * with the same probability; the identity is to be among them. Of discrete actions.
 *
 * @throws RangeError for what is no permutation, and for none at all
 */
export function augmentBySymmetries(symmetries: readonly Symmetry[]): Augment {
  requireInteger("augmentBySymmetries: symmetries.length", symmetries.length, 1);
  const prepared = symmetries.map(({ observations, actions }, index) => ({
    observations: requirePermutation(`augmentBySymmetries: observations of symmetry ${index}`, observations),
    actions: requirePermutation(`augmentBySymmetries: actions of symmetry ${index}`, actions),
    // The action that each one becomes.
    images: inverse(actions),
  }));
  const [{ observations: one, actions: choice }] = prepared;
  const seen = new Float32Array(one.length);
  const mask = new Uint8Array(choice.length);

  return ({ observations, actions, legalActions, weights }, first, generator, steps) => {
    const symmetry = prepared[generator.integers(0, prepared.length)];
    const { length } = seen;
    if (weights.length * length !== observations.length) {
      throw new RangeError(
        `augmentBySymmetries: an observation has ${observations.length / weights.length} numbers; the symmetries are for ` +
          `${length}`,
      );
    }
    const { length: choices } = mask;
    for (let row = first; row < first + steps; row++) {
      const start = row * length;
      for (let i = 0; i < length; i++) seen[i] = observations[start + i];
      for (let i = 0; i < length; i++) observations[start + i] = seen[symmetry.observations[i]];
      actions[row] = symmetry.images[actions[row]];
      if (!legalActions) continue;
      for (let i = 0; i < choices; i++) mask[i] = legalActions[row * choices + i];
      for (let i = 0; i < choices; i++) legalActions[row * choices + i] = mask[symmetry.actions[i]];
    }
  };
}

function inverse(permutation: ArrayLike<number>): Int32Array {
  const images = new Int32Array(permutation.length);
  for (let i = 0; i < permutation.length; i++) images[permutation[i]] = i;
  return images;
}

function requirePermutation(what: string, numbers: ArrayLike<number>): Int32Array {
  const permutation = Int32Array.from(numbers);
  const isWhole = new Set(permutation).size === permutation.length;
  if (isWhole && permutation.every((each) => each >= 0 && each < permutation.length)) return permutation;
  throw new RangeError(`${what}: it must hold every number from 0 to ${permutation.length - 1} once`);
}
