import type { Generator } from "../random/index.ts";
import { arrayState, type Stateful, stateOf } from "../state/index.ts";

/** The rows of a batch in random order, in parts of equal length. */
export interface Permutation extends Stateful {
  /** Puts the rows into another order. Returns the numbers of each part's: the same arrays every time. */
  shuffled(): readonly Int32Array[];
}

/** @param length of a part; it divides `count` */
export function createPermutation(count: number, length: number, generator: Generator): Permutation {
  const order = Int32Array.from({ length: count }, (_, index) => index);
  const parts = Array.from({ length: count / length }, (_, part) =>
    order.subarray(part * length, (part + 1) * length),
  );
  return {
    ...stateOf({ order: arrayState(order), generator }),
    shuffled() {
      generator.shuffle(order);
      return parts;
    },
  };
}
