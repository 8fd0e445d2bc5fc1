import { valueInText } from "../../text/value-in-text.ts";
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
  /** The same where the density need not draw the samples. @throws NotApplicableError where f throws or is not finite */
  evaluateBeyond(owner: string, samples: Samples, values: Float64Array, rows?: number): void;
}

export function createEvaluator(model: Model): Evaluator {
  const run = functionOf(model);
  let count = 0;
  const evaluate =
    (Kind: new (message: string) => RangeError) =>
    (problem: string, samples: Samples, values: Float64Array, rows = model.rows) => {
      run(samples, values, rows, Kind === NotApplicableError ? problem : undefined);
      checkFunction(`${problem} returned`, model, { samples, before: count }, values, rows, Kind);
      count += rows;
    };
  const [inside, beyond] = [evaluate(RangeError), evaluate(NotApplicableError)];
  return {
    get count() {
      return count;
    },
    evaluate: (...asked) => inside("f: it", ...asked),
    evaluateBeyond: (owner, ...asked) => beyond(`${owner}: it asks f beyond its samples, where it`, ...asked),
  };
}

/**
 * Writes f of each of the first `rows` samples, finite or not.
 *
 * @param beyond where the density need not draw the samples: how the NotApplicableError begins in the place of what f throws
 */
type Run = (samples: Samples, values: Float64Array, rows: number, beyond?: string) => void;

export function functionOf(model: Model): Run {
  if (!model.f && !model.expression) {
    throw new TypeError("problem: it has neither f nor expression; give f, a function of a sample");
  }
  return model.f ? calls(model, model.f) : runs(model);
}

function calls({ width }: Model, f: (x: Float64Array) => number): Run {
  const sample = new Float64Array(width);
  return (samples, values, rows, beyond) => {
    let row = 0;
    try {
      for (; row < rows; row++) {
        for (let i = 0; i < width; i++) sample[i] = samples[row * width + i];
        values[row] = f(sample);
      }
    } catch (cause) {
      if (beyond === undefined) throw cause;
      const x = samples.subarray(row * width, (row + 1) * width).join(", ");
      const what = cause instanceof Error ? cause.message : valueInText(cause);
      throw new NotApplicableError(
        `${beyond} threw an error for x = [${x}] (${what}); it must return a finite number`,
        { cause },
      );
    }
  };
}

const runs = /* @__PURE__ */ oncePer((model: Model): Run => {
  const samples = sampleInput(model);
  const values = expressionOf(model, "f")(samples);
  const program = compileRows(model, { samples }, { values });
  return (x, result, rows) => {
    program.inputs.samples.set(x);
    program.run();
    result.set(program.outputs.values.subarray(0, rows));
  };
});
