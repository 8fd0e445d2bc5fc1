import type { Evaluator } from "../policies/index.ts";
import { createGrowingRows } from "./growing-rows.ts";

/** The final observations of steps that cut an episode off: they stand nowhere else, and their values are wanted. */
export interface Truncations {
  /** @param entry of the step in `[T, N]` arrays; the observation is row `row` of `finalObservations` */
  add(entry: number, finalObservations: Float32Array, row: number): void;
  /** Writes the value of each to its entry of a `[T, N]` array, and leaves the others as they are. */
  evaluate(evaluator: Evaluator, values: Float32Array): void;
  clear(): void;
}

export function createTruncations(observationSize: number): Truncations {
  const entries = createGrowingRows(Int32Array, 1);
  const observations = createGrowingRows(Float32Array, observationSize);
  const entry = new Int32Array(1);
  let placed = { entries: new Int32Array(0), observations: new Float32Array(0), values: new Float32Array(0) };

  return {
    add(at, finalObservations, row) {
      entry[0] = at;
      entries.add(entry);
      observations.add(finalObservations.subarray(row * observationSize, (row + 1) * observationSize));
    },
    evaluate(evaluator, values) {
      const { count } = entries;
      if (count === 0) return;
      if (placed.entries.length < count) {
        placed = {
          entries: new Int32Array(2 * count),
          observations: new Float32Array(2 * count * observationSize),
          values: new Float32Array(2 * count),
        };
      }
      entries.copyTo(placed.entries, 0);
      observations.copyTo(placed.observations, 0);
      evaluator(placed.observations, count, placed.values);
      for (let i = 0; i < count; i++) values[placed.entries[i]] = placed.values[i];
    },
    clear() {
      entries.clear();
      observations.clear();
    },
  };
}
