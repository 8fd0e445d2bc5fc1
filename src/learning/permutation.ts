import type { Generator } from "../random/index.ts";
import { arrayState, StateError, type Stateful, savedArray, stateOf } from "../state/index.ts";

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
    ...stateOf({ order: orderState(order), generator }),
    shuffled() {
      generator.shuffle(order);
      return parts;
    },
  };
}

/** Rows are read by these numbers: a file may not say others. */
function orderState(order: Int32Array): Stateful {
  const state = arrayState(order);
  return {
    save: state.save,
    restore(saved) {
      const numbers = new Set(savedArray(saved, order));
      const isPermutation = numbers.size === order.length && order.every((_, number) => numbers.has(number));
      if (!isPermutation)
        throw new StateError(`it must hold every number from 0 to ${order.length - 1} once`);
      state.restore(saved);
    },
  };
}
