import type { Backend } from "../../compiler/backend.ts";
import type { Variable } from "../../graph/index.ts";

/** Variables as one vector: their numbers one after another. */
export interface ParameterVector {
  readonly length: number;
  /** Writes the values that the variables have. */
  read(vector: Float64Array): void;
  /** Gives the variables values, rounded to float32. */
  write(vector: Float64Array): void;
}

export function createParameterVector(
  variables: readonly Variable[],
  backend: Backend<Float32Array>,
): ParameterVector {
  const length = variables.reduce((sum, { attributes }) => sum + attributes.initial.length, 0);
  return {
    length,
    read(vector) {
      let at = 0;
      for (const variable of variables) {
        const values = backend.values(variable);
        vector.set(values, at);
        at += values.length;
      }
    },
    write(vector) {
      let at = 0;
      for (const variable of variables) {
        const values = backend.values(variable);
        values.set(vector.subarray(at, at + values.length));
        at += values.length;
      }
    },
  };
}
