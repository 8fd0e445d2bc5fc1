import { checkFunction } from "./check-numbers.ts";
import { compileRows, expressionOf, type Model, sampleInput } from "./model.ts";
import type { Parameters, Problem } from "./problem.ts";
import type { Samples } from "./samples.ts";

/** f over a chunk of samples, counted. */
export interface Evaluator {
  /** How often f has been evaluated. */
  readonly count: number;
  /** Writes f of each of the first `rows` samples. @throws RangeError where f is not finite */
  evaluate(samples: Samples, values: Float64Array, rows?: number): void;
}

export function createEvaluator<P extends Parameters>(model: Model, problem: Problem<P>): Evaluator {
  if (!problem.f && !problem.expression) {
    throw new TypeError("problem: it has neither f nor expression; give f, a function of a sample");
  }
  const run = problem.f ? calls(model, problem.f) : runs(model, problem);
  let count = 0;
  return {
    get count() {
      return count;
    },
    evaluate(samples, values, rows = model.rows) {
      run(samples, values, rows);
      checkFunction("f: it returned", model, { samples, before: count }, values, rows);
      count += rows;
    },
  };
}

function calls({ width }: Model, f: (x: Float64Array) => number) {
  const sample = new Float64Array(width);
  return (samples: Samples, values: Float64Array, rows: number) => {
    for (let row = 0; row < rows; row++) {
      for (let i = 0; i < width; i++) sample[i] = samples[row * width + i];
      values[row] = f(sample);
    }
  };
}

function runs<P extends Parameters>(model: Model, problem: Problem<P>) {
  const samples = sampleInput(model);
  const values = expressionOf(model, problem, "f")(samples);
  const program = compileRows(model, { samples }, { values });
  return (x: Samples, result: Float64Array, rows: number) => {
    program.inputs.samples.set(x);
    program.run();
    result.set(program.outputs.values.subarray(0, rows));
  };
}
