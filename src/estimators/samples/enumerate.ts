import { exp } from "../../graph/index.ts";
import { compileRows, type Model, rowGradients, rowLogProb, sampleInput } from "../model.ts";
import { oncePer } from "../once-per.ts";
import type { PreparedProblem } from "../prepare-problem.ts";
import { boundsOf } from "./bounds.ts";
import { checkDensity } from "./check-numbers.ts";
import type { Samples } from "./samples.ts";

/** Every value that a discrete density can take, one row each. */
export interface Enumeration {
  readonly model: Model;
  /** [rows, width]. */
  readonly samples: Samples;
  /** [rows]; they sum to 1. */
  readonly probabilities: Float64Array;
  /** ∇ log p of each value: [rows, parameters]. */
  readonly scores: Float64Array;
}

/** Up to so many values are scored once, and then only looked up. */
const most = 1024;

/** All values of a discrete density and their probabilities; undefined when there are too many. */
export const enumerate = /* @__PURE__ */ oncePer((problem: PreparedProblem): Enumeration | undefined => {
  const single = problem.model(1);
  const bounds = single.density.discrete ? boundsOf(single) : undefined;
  if (!bounds?.isWhole.every(Boolean)) return undefined;
  const extents = bounds.high.map((high, i) => high - bounds.low[i] + 1);
  const count = extents.reduce((product, extent) => product * extent, 1);
  if (!(count <= most)) return undefined;

  const model = problem.model(count);
  const samples = sampleInput(model);
  const logProb = rowLogProb(model, samples);
  const program = compileRows(
    model,
    { samples },
    { probabilities: exp(logProb), scores: rowGradients(model, logProb) },
  );
  for (let row = 0; row < count; row++) {
    let rest = row;
    for (let i = model.width - 1; i >= 0; i--) {
      program.inputs.samples[row * model.width + i] = bounds.low[i] + (rest % extents[i]);
      rest = Math.floor(rest / extents[i]);
    }
  }
  program.run();
  const { probabilities, scores } = program.outputs;
  checkDensity(model, probabilities);
  // The score of a value that cannot occur is not finite, and is not used.
  const size = model.parameters.length;
  probabilities.forEach((probability, row) => {
    if (probability === 0) scores.fill(0, row * size, (row + 1) * size);
  });
  return { model, samples: program.inputs.samples, probabilities, scores };
});
