import type { Density } from "../../distributions/index.ts";
import { constant, type Expression, type FloatExpression, input } from "../../graph/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { requireInteger } from "../../text/require-number.ts";
import { average, type Estimate, type Terms } from "../estimate.ts";
import { createModel } from "../model.ts";
import { type EstimatorOptions, resolveOptions } from "../options.ts";
import type { ParameterExpressions, Parameters } from "../problem.ts";
import { movingSupportIn } from "../samples/bounds.ts";
import { compileDraws } from "../samples/draws.ts";
import { independent } from "../samples/sampling.ts";
import { checkScores, refuseMovingSupport, scoreOf } from "../samples/scored-draws.ts";
import { averageGroups } from "./average-groups.ts";
import { lessMeanOfOthers } from "./baseline.ts";

/** Samples that are drawn one after another, as in a trajectory: x_t ~ p(x | x_{t−1}, θ), t = 1 … steps. */
export interface Chain<P extends Parameters = Parameters> {
  readonly parameters: P;
  readonly steps: number;
  /** x_0: as many numbers as each sample has. */
  readonly start: readonly number[];
  /** p(x | previous, θ); `previous` is [samples, numbers]. */
  readonly density: (parameters: ParameterExpressions<P>, previous: FloatExpression) => Density;
  /**
   * The reward r_t of step t = 1 … steps, whose sum is f. `trajectory` holds x_0, x_1, …, x_t one after another (what
   * lies behind is of other chains). A function of the whole trajectory is a reward at the last step.
   */
  readonly reward: (trajectory: Float64Array, step: number) => number;
}

export interface ChainOptions extends EstimatorOptions {
  /**
   * Each score is multiplied by the rewards from its step on (true, the default), or by all of them: what came before is
   * no consequence, and only adds variance.
   */
  readonly rewardsToGo?: boolean;
  /** How many chains share a leave-one-out baseline, one for each step; 1 for none. Default: 16. */
  readonly of?: number;
}

/**
 * The score function for a chain. The density of a trajectory is a product, so its score is a sum:
 *
 *   ∇E[Σ_t r_t] = E[Σ_t ∇ log p(x_t | x_{t−1}, θ) (Σ_{s ≥ t} r_s − b_t)]        (notes, eq. 10 and 11)
 *
 * where b_t is the mean of the same sum over the other chains of a group. Unbiased. `evaluations` counts chains.
 *
 * @throws RangeError when a reward is not finite
 * @throws NotApplicableError (a RangeError) when the density has a support whose ends depend on θ
 */
export function chainScoreFunction<P extends Parameters>(
  chain: Chain<P>,
  options: ChainOptions,
): Estimate<P> {
  return average(chain.parameters, chainTerms(chain, options), options.samples);
}

const fixedEnds = () =>
  "give chainScoreFunction a density whose ends are numbers, or depend on the previous sample alone";

export function chainTerms<P extends Parameters>(chain: Chain<P>, options: ChainOptions): Terms {
  knownOptions("chainScoreFunction", options, ["samples", "generator", "rewardsToGo", "of"]);
  const { samples, generator } = resolveOptions("chainScoreFunction", options);
  const { rewardsToGo = true, of = 16 } = options;
  const { steps, start, reward } = chain;
  requireInteger("chainScoreFunction: of", of, 1);
  requireInteger("chainScoreFunction: steps", steps, 1);
  const rows = of * Math.max(1, Math.floor(Math.min(512, samples) / of));
  const width = start.length;
  if (width === 0 || !start.every(Number.isFinite)) {
    throw new RangeError(
      `chainScoreFunction: start is [${start.join(", ")}]; it must be as many finite numbers as a sample has`,
    );
  }
  const previous = input([rows, width]);
  const density = (parameters: ParameterExpressions<P>) => {
    const [first] = Object.values<Expression>(parameters);
    // Parameters of one row are a trial of whether the density takes them.
    return chain.density(parameters, first.shape[0] === rows ? previous : constant(start, [1, width]));
  };
  const model = createModel({ parameters: chain.parameters, density }, rows);
  if (model.width !== width) {
    throw new RangeError(
      `chainScoreFunction: start has ${width} numbers, and a sample of the ${model.density.name} has ${model.width}; ` +
        "they must be as many",
    );
  }
  const moving = movingSupportIn(model, { previous });
  const draws = compileDraws(model, (x) => scoreOf(model, x), { previous })(generator, independent);

  const size = model.parameters.length;
  const scores = Array.from({ length: steps }, () => new Float64Array(rows * size));
  const rewards = Array.from({ length: steps }, () => new Float64Array(rows));
  const gradients = new Float64Array(rows * size);
  const values = new Float64Array(rows);
  const toCome = new Float64Array(rows);
  const weights = new Float64Array(rows);
  const trajectories = Array.from({ length: rows }, () => new Float64Array((steps + 1) * width));

  let isFirst = true;
  const step = (t: number) => {
    for (let row = 0; row < rows; row++) {
      for (let i = 0; i < width; i++)
        draws.inputs.previous[row * width + i] = trajectories[row][(t - 1) * width + i];
    }
    // A support may depend on θ at some previous samples only: those of the first chunk are tried.
    if (isFirst) refuseMovingSupport(moving(draws.inputs), fixedEnds);
    draws.draw();
    checkScores(model, draws);
    scores[t - 1].set(draws.outputs.scores);
    for (let row = 0; row < rows; row++) {
      for (let i = 0; i < width; i++) trajectories[row][t * width + i] = draws.samples[row * width + i];
      const received = reward(trajectories[row], t);
      if (!Number.isFinite(received)) {
        throw new RangeError(
          `reward: it returned ${received} at step ${t} of x = [${Array.from(trajectories[row].subarray(0, (t + 1) * width)).join(", ")}]; ` +
            "it must return a finite number",
        );
      }
      rewards[t - 1][row] = received;
    }
  };
  const draw = () => {
    for (const trajectory of trajectories) trajectory.set(start);
    for (let t = 1; t <= steps; t++) step(t);
    isFirst = false;
    values.fill(0);
    for (const received of rewards) for (let row = 0; row < rows; row++) values[row] += received[row];
    gradients.fill(0);
    if (rewardsToGo) toCome.fill(0);
    else toCome.set(values);
    for (let t = steps - 1; t >= 0; t--) {
      if (rewardsToGo) for (let row = 0; row < rows; row++) toCome[row] += rewards[t][row];
      if (of > 1) lessMeanOfOthers(toCome, of, weights);
      else weights.set(toCome);
      for (let at = 0; at < gradients.length; at++) {
        gradients[at] += weights[Math.floor(at / size)] * scores[t][at];
      }
    }
  };
  return averageGroups({ gradients, values, evaluationsPerRow: 1, draw }, of);
}
