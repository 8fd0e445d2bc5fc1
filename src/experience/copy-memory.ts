import type { Actor } from "../policies/index.ts";
import { type Saved, type Stateful, savedArray, savedRecord, within } from "../state/index.ts";

/**
 * What a recurrent policy and value function remember of the episode of one copy.
 *
 * @param begins whether the copy's episode has only begun, when it is restored: as it does where the environment has no
 *   state; nothing is remembered then
 */
export function copyMemory(actor: Actor, copy: number, begins: () => boolean): Stateful {
  const names = ["policy", "value"] as const;
  /** Fetched anew each time: the memory of a program may have moved. */
  const rows = () =>
    [actor.policyStates, actor.valueStates].map((states) => {
      const size = states.length / actor.count;
      return states.subarray(copy * size, (copy + 1) * size);
    });
  return {
    save: () => Object.fromEntries(rows().map((row, i) => [names[i], row.slice()])),
    restore(saved: Saved) {
      const record = savedRecord(saved, names);
      const read = rows().map((row, i) => within(names[i], () => savedArray(record[names[i]], row)));
      rows().forEach((row, i) => row.set(read[i]));
      if (begins()) actor.begin(copy);
    },
  };
}
