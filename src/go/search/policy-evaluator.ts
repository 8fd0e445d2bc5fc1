import { compile } from "../../compiler/index.ts";
import type { Categorical } from "../../distributions/discrete/categorical.ts";
import { clamp, constant, exp, input } from "../../graph/index.ts";
import type { Policy, ValueFunction } from "../../policies/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { requireInteger } from "../../text/require-number.ts";
import type { SearchEvaluator } from "./search-evaluator.ts";

export interface PolicyEvaluatorOptions {
  /** What positions are worth to whoever is to move; its weights must be in the policy's backend. Default: 0. */
  readonly valueFunction?: Pick<ValueFunction, "values"> | undefined;
  /** How many positions are evaluated at once; default 8. */
  readonly batch?: number;
}

/**
 * What a policy and a value function make of positions. Weights that change are followed.
 *
 * @param policy of discrete actions, which are the moves of the game
 * @param observe writes the observation of the position that the game stands at, as the policy sees it, from an offset on
 * @throws RangeError when the policy has other actions or is recurrent
 *
 * @example
 * const planes = goPlanes(position, alphaGoFeatures);
 * const evaluator = policyEvaluator(policy, (row, at) => planes.write(position, row, at), { valueFunction });
 * const search = createSearch(goSearchGame(position), evaluator);
 */
export function policyEvaluator(
  policy: Policy,
  observe: (observations: Float32Array, offset: number) => void,
  options: PolicyEvaluatorOptions = {},
): SearchEvaluator {
  const { valueFunction, batch = 8 } = knownOptions("policyEvaluator", options, ["valueFunction", "batch"]);
  requireInteger("policyEvaluator: batch", batch, 1);
  if (policy.head !== "categorical" || policy.stateSize > 0) {
    const found = policy.stateSize > 0 ? "it is recurrent" : `its head is "${policy.head}"`;
    throw new RangeError(
      `policyEvaluator: the policy must choose one of discrete actions, without a state; ${found}`,
    );
  }
  const { size } = policy.observationSpace;
  const moves = policy.actionSpace.size;
  const programOf = (count: number) => {
    const observations = input([count, size]);
    const { parameters } = policy.density({ observations }) as Categorical;
    const values = valueFunction
      ? clamp(valueFunction.values(observations), -1, 1)
      : constant(new Float32Array(count), [count]);
    return compile(
      { inputs: { observations }, outputs: { priors: exp(parameters.logProbs), values } },
      policy.backend,
    );
  };
  const many = programOf(batch);
  const one = batch > 1 ? programOf(1) : many;
  const priors = new Float32Array(batch * moves);
  const values = new Float32Array(batch);
  return {
    ...{ batch, priors, values },
    see: (row) => observe(many.inputs.observations, row * size),
    evaluate(count) {
      const program = count === 1 ? one : many;
      if (program !== many) program.inputs.observations.set(many.inputs.observations.subarray(0, size));
      program.run();
      priors.set(program.outputs.priors);
      values.set(program.outputs.values);
    },
  };
}
