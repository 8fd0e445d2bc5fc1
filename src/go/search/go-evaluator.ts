import {
  boardFeatures,
  boardSymmetries,
  type GoFeature,
  type GoPosition,
  goPlanes,
  turnPlanes,
} from "../../games/go/index.ts";
import type { Policy } from "../../policies/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { requireInteger } from "../../text/require-number.ts";
import { valueInText } from "../../text/value-in-text.ts";
import { type PolicyEvaluatorOptions, policyEvaluator } from "./policy-evaluator.ts";
import type { SearchEvaluator } from "./search-evaluator.ts";

export interface GoEvaluatorOptions extends PolicyEvaluatorOptions {
  /** What the policy sees; default {@link boardFeatures}. */
  readonly features?: readonly GoFeature[];
  /**
   * In how many of the board's symmetries, from 1 to 8 on a square, each position is evaluated; the means count. A network
   * that has seen all of them errs less in the mean, and takes as many times as long. Default 1.
   */
  readonly symmetries?: number;
}

/**
 * What a policy and a value function make of positions of Go.
 *
 * @param position where the search goes on: the one of its game; or what gives it, for one evaluator that serves games of the
 *   same board one after the other, as each compiles programs of its own
 * @throws RangeError when the policy is for another board or other features, or the board has fewer symmetries
 *
 * @example
 * const search = createSearch(goSearchGame(position), goEvaluator(position, policy, { valueFunction, symmetries: 8 }));
 */
export function goEvaluator(
  position: GoPosition | (() => GoPosition),
  policy: Policy,
  options: GoEvaluatorOptions = {},
): SearchEvaluator {
  const names = ["features", "symmetries", "valueFunction", "batch"] as const;
  const {
    features = boardFeatures,
    symmetries = 1,
    valueFunction,
    batch = 8,
  } = knownOptions("goEvaluator", options, names);
  requireInteger("goEvaluator: batch", batch, 1);
  const current = typeof position === "function" ? position : () => position;
  const { columns, rows, points } = current();
  const planes = goPlanes({ columns, rows }, features);
  const { channels } = planes;
  const size = points * channels;
  if (policy.observationSpace.size !== size || policy.actionSpace.size !== points + 1) {
    throw new RangeError(
      `goEvaluator: the policy sees ${policy.observationSpace.size} numbers and has ${policy.actionSpace.size} actions; a ` +
        `board of ${columns}×${rows} has ${size} by these features, and ${points + 1} moves`,
    );
  }
  const all = boardSymmetries({ columns, rows });
  if (!(Number.isInteger(symmetries) && symmetries >= 1 && symmetries <= all.length)) {
    throw new RangeError(
      `goEvaluator: symmetries is ${valueInText(symmetries)}; it must be an integer from 1 to ${all.length}`,
    );
  }
  const requireBoard = (other: GoPosition) => {
    if (other.columns === columns && other.rows === rows) return;
    throw new RangeError(
      `goEvaluator: the position is of ${other.columns}×${other.rows}, and the evaluator is for ${columns}×${rows}`,
    );
  };
  const shown = new Float32Array(size);
  let symmetry = all[0];
  const from = { planes: shown, at: 0 };
  const turn = (observations: Float32Array, offset: number) =>
    turnPlanes(from, symmetry, channels, { planes: observations, at: offset });
  const inner = policyEvaluator(policy, turn, { valueFunction, batch: batch * symmetries });
  const moves = points + 1;
  const priors = new Float32Array(batch * moves);
  const values = new Float32Array(batch);
  return {
    ...{ batch, priors, values },
    see(row) {
      const shownPosition = current();
      requireBoard(shownPosition);
      planes.write(shownPosition, shown, 0);
      for (let index = 0; index < symmetries; index++) {
        symmetry = all[index];
        inner.see(row * symmetries + index);
      }
    },
    evaluate(count) {
      inner.evaluate(count * symmetries);
      priors.fill(0);
      values.fill(0);
      for (let row = 0; row < count; row++) {
        for (let index = 0; index < symmetries; index++) {
          const turned = row * symmetries + index;
          for (let move = 0; move < moves; move++) {
            priors[row * moves + move] += inner.priors[turned * moves + all[index][move]] / symmetries;
          }
          values[row] += inner.values[turned] / symmetries;
        }
        values[row] = Math.min(1, Math.max(-1, values[row]));
      }
    },
  };
}
