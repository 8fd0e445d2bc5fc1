import { createGenerator } from "../../random/index.ts";
import { createModel, likeParameters } from "../model.ts";
import { NotApplicableError } from "../not-applicable-error.ts";
import type { PreparedProblem } from "../prepare-problem.ts";
import { compileDraws } from "../samples/draws.ts";
import { independent } from "../samples/sampling.ts";
import { scoreOf } from "../samples/scored-draws.ts";

/** Two values of one parameter, at least one of which is not its own. */
export interface DifferenceStep {
  readonly above: number;
  readonly below: number;
}

/** So many draws say how much a parameter matters, and whether a density takes another. */
const draws = 200;

/**
 * θ_i ± h for each parameter, within the range that the density takes: on one side only where the other is out of it.
 *
 * A default h is a part of how far θ_i moves the density by as much as it is wide, 1 / √E[(∂ log p/∂θ_i)²], so that it is
 * small for narrow densities and rare events too.
 *
 * @param step h as a part of max(1, |θ_i|), or undefined
 * @param part h as a part of the distance above, which is taken as at most max(1, |θ_i|), where step is undefined
 * @throws NotApplicableError where neither side is in the range, or float64 does not tell them apart
 */
export function differenceSteps(
  prepared: PreparedProblem,
  step: number | undefined,
  part: number,
): DifferenceStep[] {
  const { problem } = prepared;
  const model = prepared.model(draws);
  const { parameters, names } = model;
  const size = parameters.length;
  const probe = compileDraws(model, (x) => scoreOf(model, x))(createGenerator(0), independent);
  probe.draw();
  const scores = probe.outputs.scores.slice();
  const information = parameters.map((_, i) => {
    let sum = 0;
    for (let at = i; at < scores.length; at += size) if (Number.isFinite(scores[at])) sum += scores[at] ** 2;
    return sum / draws;
  });
  const moved = parameters.slice();
  const isInside = (i: number, value: number): boolean => {
    moved[i] = value;
    try {
      createModel({ ...problem, parameters: likeParameters(problem.parameters, moved) }, 1);
      probe.recompute(moved);
      return true;
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    } finally {
      moved[i] = parameters[i];
    }
  };
  return Array.from(parameters, (theta, i) => {
    const largest = Math.max(1, Math.abs(theta));
    const width = information[i] > 0 ? 1 / Math.sqrt(information[i]) : largest;
    const h = step === undefined ? part * Math.min(largest, width) : step * largest;
    const [above, below] = [theta + h, theta - h].map((value) => (isInside(i, value) ? value : theta));
    if (above > below) return { above, below };
    throw new NotApplicableError(
      `finiteDifferences: ${names[i]} is ${theta}, and neither ${theta + h} nor ${theta - h} is another value that the ` +
        `${model.density.name} density allows; give another step`,
    );
  });
}
