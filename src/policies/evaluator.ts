import type { Backend } from "../compiler/backend.ts";
import { compile } from "../compiler/index.ts";
import { requireBackend } from "../distributions/sampling/require-backend.ts";
import { input } from "../graph/index.ts";
import type { ValueFunction } from "./value-function.ts";

/**
 * Values of any number of observations, `batch` of them at a time.
 *
 * @param observations rows of `observationSize` floats; the first `count` rows are evaluated
 * @param values receives `count` values
 * @param states rows of `stateSize` floats, of a recurrent value function: before each observation
 */
export type Evaluator = (
  observations: Float32Array,
  count: number,
  values: Float32Array,
  states?: Float32Array,
) => void;

export function createEvaluator(
  valueFunction: ValueFunction,
  observationSize: number,
  batch: number,
  backend: Backend<Float32Array>,
): Evaluator {
  requireBackend("createEvaluator", backend);
  const { stateSize, stateName } = valueFunction;
  const observations = input([batch, observationSize]);
  const states = stateSize > 0 ? input([batch, stateSize]) : undefined;
  const values = valueFunction.values(observations, states && { [stateName]: states });
  const program = compile(
    { inputs: { observations, ...(states && { states }) }, outputs: { values } },
    backend,
  );
  return (rows, count, values, statesBefore) => {
    if (states && !statesBefore) throw new TypeError("states are missing: the value function is recurrent");
    for (let start = 0; start < count; start += batch) {
      const end = Math.min(start + batch, count);
      program.inputs.observations.set(rows.subarray(start * observationSize, end * observationSize));
      if (statesBefore) program.inputs.states?.set(statesBefore.subarray(start * stateSize, end * stateSize));
      program.run();
      values.set(program.outputs.values.subarray(0, end - start), start);
    }
  };
}
