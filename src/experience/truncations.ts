import type { Evaluator } from "../policies/index.ts";
import { createGrowingRows } from "./growing-rows.ts";

/**
 * The final observations of steps that cut an episode off: they stand nowhere else, and their values are wanted. Of a
 * recurrent value function, with the states that it had.
 */
export interface Truncations {
  /**
   * @param entry of the step in `[T, N]` arrays; observation and state are row `row` of `finalObservations` and `states`
   */
  add(entry: number, finalObservations: Float32Array, row: number, states?: Float32Array): void;
  /** Writes the value of each to its entry of a `[T, N]` array, and leaves the others as they are. */
  evaluate(evaluator: Evaluator, values: Float32Array): void;
  clear(): void;
}

/** @param stateSize of a recurrent value function; default 0 */
export function createTruncations(observationSize: number, stateSize = 0): Truncations {
  const entries = createGrowingRows(Int32Array, 1);
  const observations = createGrowingRows(Float32Array, observationSize);
  const states = stateSize > 0 ? createGrowingRows(Float32Array, stateSize) : undefined;
  const entry = new Int32Array(1);
  const room = (count: number) => ({
    entries: new Int32Array(count),
    observations: new Float32Array(count * observationSize),
    states: states && new Float32Array(count * stateSize),
    values: new Float32Array(count),
  });
  let placed = room(0);

  return {
    add(at, finalObservations, row, statesOfAll) {
      entry[0] = at;
      entries.add(entry);
      observations.add(finalObservations.subarray(row * observationSize, (row + 1) * observationSize));
      if (statesOfAll) states?.add(statesOfAll.subarray(row * stateSize, (row + 1) * stateSize));
    },
    evaluate(evaluator, values) {
      const { count } = entries;
      if (count === 0) return;
      if (placed.entries.length < count) placed = room(2 * count);
      entries.copyTo(placed.entries, 0);
      observations.copyTo(placed.observations, 0);
      if (placed.states) states?.copyTo(placed.states, 0);
      evaluator(placed.observations, count, placed.values, placed.states);
      for (let i = 0; i < count; i++) values[placed.entries[i]] = placed.values[i];
    },
    clear() {
      entries.clear();
      observations.clear();
      states?.clear();
    },
  };
}
