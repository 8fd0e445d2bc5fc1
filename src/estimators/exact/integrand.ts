import { compileRows, type Model, rowGradients, rowLogProb, sampleInput } from "../model.ts";
import type { PreparedProblem } from "../prepare-problem.ts";
import { functionOf } from "../samples/evaluate-function.ts";
import type { Samples } from "../samples/samples.ts";

/** p, f and ∇ log p at many points. */
export interface Integrand {
  readonly model: Model;
  /** The points: [rows, width]. */
  readonly samples: Samples;
  /** How much of the space each point stands for: [rows]. */
  readonly volumes: Float64Array;
  /** volume · p; NaN where log p is, as in a far tail where its terms overflow: [rows]. */
  readonly masses: Float64Array;
  /** f, finite or not, where there is a mass; 0 elsewhere: [rows]. */
  readonly values: Float64Array;
  /** [rows, parameters]. */
  readonly scores: Float64Array;
  /** Computes them of the first `count` points. @throws NotApplicableError where f throws */
  evaluate(count: number): void;
}

export function createIntegrand(problem: PreparedProblem, rows: number): Integrand {
  const model = problem.model(rows);
  const { width } = model;
  const input = sampleInput(model);
  const logProb = rowLogProb(model, input);
  const program = compileRows(model, { input }, { logProb, scores: rowGradients(model, logProb) });
  const f = functionOf(model);
  const samples = program.inputs.input as Samples;
  const volumes = new Float64Array(rows);
  const masses = new Float64Array(rows);
  const values = new Float64Array(rows);
  const asked = samples.slice();
  const answers = new Float64Array(rows);
  const places = new Int32Array(rows);
  return {
    ...{ model, samples, volumes, masses, values },
    scores: program.outputs.scores,
    evaluate(count) {
      program.run();
      // f is evaluated only where the density has mass: elsewhere it may not be defined.
      let kept = 0;
      for (let row = 0; row < count; row++) {
        masses[row] = massOf(volumes[row], program.outputs.logProb[row]);
        values[row] = 0;
        if (!isThere(masses[row])) continue;
        for (let i = 0; i < width; i++) asked[kept * width + i] = samples[row * width + i];
        places[kept++] = row;
      }
      f(asked, answers, kept, "f: it");
      for (let i = 0; i < kept; i++) values[places[i]] = answers[i];
    },
  };
}

/** Whether a mass is there: neither 0 nor, as at an end where a density is infinite, no number. */
export const isThere = (mass: number): boolean => mass !== 0 && Number.isFinite(mass);

/** volume · exp(logarithm), where the exponential alone may be too large or too small for a float64. */
function massOf(volume: number, logarithm: number): number {
  return Math.abs(logarithm) < 700 ? volume * Math.exp(logarithm) : Math.exp(logarithm + Math.log(volume));
}
