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
  const single = new Int32Array(1);
  let found = new Float32Array(0);
  let count = 0;

  return {
    add(entry, finalObservations, row, statesOfAll) {
      single[0] = entry;
      entries.set(count, single);
      observations.set(count, finalObservations, row * observationSize);
      if (statesOfAll) states?.set(count, statesOfAll, row * stateSize);
      count += 1;
    },
    evaluate(evaluator, values) {
      if (count === 0) return;
      if (found.length < count) found = new Float32Array(2 * count);
      evaluator(observations.array, count, found, states?.array);
      for (let i = 0; i < count; i++) values[entries.array[i]] = found[i];
    },
    clear() {
      count = 0;
    },
  };
}
