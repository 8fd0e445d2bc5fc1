import { createModel, type Model } from "./model.ts";
import type { Parameters, Problem } from "./problem.ts";

/** A problem with its models. What is computed from a model alone is computed once (`oncePer`), for all estimators. */
export interface PreparedProblem {
  readonly problem: Problem;
  /**
   * The model of so many samples at once; it is built at the first call.
   *
   * @throws RangeError when the parameters are not finite, or the density refuses them or does not have a row for each sample
   */
  model(rows: number): Model;
  /** A model of few enough samples for the processor's cache, at most so many, and a whole number of groups. */
  modelFor(samples: number, group?: number): Model;
}

export function prepareProblem<P extends Parameters>(problem: Problem<P>): PreparedProblem {
  const models = new Map<number, Model>();
  const model = (rows: number) => {
    const found = models.get(rows) ?? createModel(problem, rows);
    models.set(rows, found);
    return found;
  };
  return {
    problem: problem as unknown as Problem, // for any names
    model,
    modelFor(samples, group = 1) {
      const { parameters, width } = model(1);
      const most = Math.min(1024, 65_536 / (parameters.length + width), samples);
      return model(group * Math.max(1, Math.floor(most / group)));
    },
  };
}
