import type { Backend } from "../../compiler/backend.ts";
import { type Expression, type FloatExpression, minimum, type Variable } from "../../graph/index.ts";
import type { StateActionValueFunction } from "../../policies/index.ts";
import type { Trained } from "../learner.ts";

/** Estimates of one Q, with weights of their own. */
export interface Critics<Critic extends StateActionValueFunction = StateActionValueFunction> extends Trained {
  readonly each: readonly Critic[];
  /** min Q_i(s, a), which errs less upwards than each of them (Fujimoto et al. 2018): [batch]. */
  least: StateActionValueFunction["values"];
}

/** @param create the critic of a number, from 1 on */
export function createCritics<Critic extends StateActionValueFunction>(
  count: number,
  create: (number: number) => Critic,
): Critics<Critic> {
  const each = Array.from({ length: count }, (_, i) => create(i + 1));
  return {
    each,
    parameters: each.flatMap(({ parameters }) => parameters),
    statistics: [],
    least: (observations: Expression, actions: Expression) =>
      each.map((critic) => critic.values(observations, actions)).reduce(least),
  };
}

const least = (x: FloatExpression, y: FloatExpression) => minimum(x, y);

/** Gives target copies the weights of what they follow. */
export function copyWeights(
  targets: readonly Variable[],
  sources: readonly Variable[],
  backend: Backend<Float32Array>,
): void {
  targets.forEach((target, i) => {
    const weights = backend.values(sources[i]).slice(); // finding a place for the target may move memory
    backend.values(target).set(weights);
  });
}
