import { compileRows, expressionOf, type Model, sampleInput } from "../model.ts";
import { NotApplicableError } from "../not-applicable-error.ts";
import { oncePer } from "../once-per.ts";
import { checkFunction } from "./check-numbers.ts";
import type { Samples } from "./samples.ts";

/** f over a chunk of samples, counted. */
export interface Evaluator {
  /** How often f has been evaluated. */
  readonly count: number;
  /** Writes f of each of the first `rows` samples. @throws RangeError where f is not finite */
  evaluate(samples: Samples, values: Float64Array, rows?: number): void;
  /** The same where the density need not draw the samples. @throws NotApplicableError where f is not finite */
  evaluateBeyond(owner: string, samples: Samples, values: Float64Array, rows?: number): void;
}

export function createEvaluator(model: Model): Evaluator {
  const run = functionOf(model);
  let count = 0;
  const evaluate =
    (Kind: new (message: string) => RangeError) =>
    (problem: string, samples: Samples, values: Float64Array, rows = model.rows) => {
      run(samples, values, rows);
      checkFunction(problem, model, { samples, before: count }, values, rows, Kind);
      count += rows;
    };
  const [inside, beyond] = [evaluate(RangeError), evaluate(NotApplicableError)];
  return {
    get count() {
      return count;
    },
    evaluate: (...asked) => inside("f: it returned", ...asked),
    evaluateBeyond: (owner, ...asked) =>
      beyond(`${owner}: it asks f beyond its samples, where it returned`, ...asked),
  };
}

/** Writes f of each of the first `rows` samples, finite or not. */
export function functionOf(model: Model): (samples: Samples, values: Float64Array, rows: number) => void {
  if (!model.f && !model.expression) {
    throw new TypeError("problem: it has neither f nor expression; give f, a function of a sample");
  }
  return model.f ? calls(model, model.f) : runs(model);
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

const runs = /* @__PURE__ */ oncePer((model: Model) => {
  const samples = sampleInput(model);
  const values = expressionOf(model, "f")(samples);
  const program = compileRows(model, { samples }, { values });
  return (x: Samples, result: Float64Array, rows: number) => {
    program.inputs.samples.set(x);
    program.run();
    result.set(program.outputs.values.subarray(0, rows));
  };
});
