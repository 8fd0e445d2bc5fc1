import type { Generator } from "../../random/index.ts";
import { type Saved, StateError, type Stateful, savedCount, savedRecord, within } from "../../state/index.ts";
import { requireInteger } from "../../text/require-number.ts";

/** The numbers from 0 to `count` − 1, each once in a pass, in another order in each. */
export interface Passes extends Stateful {
  /** Passes that have been begun. */
  readonly begun: number;
  /** The next number. */
  next(): number;
}

/**
 * Its state is the generator's at the beginning of the pass, and how far it got: the order follows from that.
 *
 * @throws RangeError unless `count` is an integer from 1
 */
export function createPasses(count: number, generator: Generator): Passes {
  requireInteger("createPasses: count", count, 1);
  const order = new Int32Array(count);
  let before = generator.save();
  let at = count;
  let begun = 0;

  const shuffle = (): void => {
    for (let i = 0; i < count; i++) order[i] = i;
    generator.shuffle(order);
  };
  return {
    get begun() {
      return begun;
    },
    next() {
      if (at === count) {
        before = generator.save();
        shuffle();
        at = 0;
        begun++;
      }
      return order[at++];
    },
    save: () => ({ count, begun, at, before }),
    restore(saved: Saved) {
      const state = savedRecord(saved, ["count", "begun", "at", "before"]);
      const [of, passes, place] = (["count", "begun", "at"] as const).map((name) =>
        within(name, () => savedCount(state[name])),
      );
      if (of !== count) throw new StateError(`count: there were ${of} to learn from, and here are ${count}`);
      if (place > count) throw new StateError(`at: it must be ${count} at most; found ${place}`);
      within("before", () => (generator as Stateful).restore(state.before));
      before = generator.save();
      [begun, at] = [passes, place];
      if (begun > 0) shuffle();
    },
  };
}
