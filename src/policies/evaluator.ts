import type { Backend } from "../compiler/backend.ts";
import { compile } from "../compiler/index.ts";
import { input } from "../graph/index.ts";
import type { ValueFunction } from "./value-function.ts";

/**
 * Values of any number of observations, `batch` of them at a time.
 *
 * @param observations rows of `observationSize` floats; the first `count` rows are evaluated
 * @param values receives `count` values
 */
export type Evaluator = (observations: Float32Array, count: number, values: Float32Array) => void;

export function createEvaluator(
  valueFunction: ValueFunction,
  observationSize: number,
  batch: number,
  backend: Backend<Float32Array>,
): Evaluator {
  const observations = input([batch, observationSize]);
  const program = compile(
    { inputs: { observations }, outputs: { values: valueFunction.values(observations) } },
    backend,
  );
  return (rows, count, values) => {
    for (let start = 0; start < count; start += batch) {
      const end = Math.min(start + batch, count);
      program.inputs.observations.set(rows.subarray(start * observationSize, end * observationSize));
      program.run();
      values.set(program.outputs.values.subarray(0, end - start), start);
    }
  };
}
