import { createActor, createEvaluator, type Policy, type ValueFunction } from "../policies/index.ts";
import { requireFittingEnvironment } from "../policies/require-fitting-environment.ts";
import type { Generator as RandomGenerator } from "../random/index.ts";
import { alone, type Team } from "../team/index.ts";
import {
  createRollout,
  placeFinalValues,
  type Rollout,
  recordLegalActions,
  recordStep,
  restartRollout,
} from "./rollout.ts";
import type { VectorEnvironment } from "./vector-environment.ts";

/** A rollout with what the policy and the value function thought of it. All arrays are used again by the next. */
export interface Experience extends Rollout {
  /** `[steps, count]`: log π(a | s) when the action was drawn. */
  readonly logProbs: Float32Array;
  /** `[steps, count]`: V(s) when the action was drawn. */
  readonly values: Float32Array;
  /** `[count]`: V of the observations after the last step. */
  readonly lastValues: Float32Array;
  /** `[steps, count]`: V of the final observation of truncated episodes. */
  readonly finalValues: Float32Array;
}

export interface CollectStepsOptions {
  /** Steps of every copy per rollout. */
  readonly steps: number;
  /** One per copy, which draws its actions: what a copy does depends on no other. */
  readonly generators: readonly RandomGenerator[];
  /** Whose other members step copies of their own: when one of them fails, so does the rollout. Default: nobody. */
  readonly team?: Team;
}

/**
 * Rollouts of a fixed length one after another, without end; episodes go on from one into the next.
 *
 * @throws RangeError (from the iteration) when the environment's spaces are not the policy's, or one of the two has masks of
 *   legal actions and the other has none
 */
export function* collectSteps(
  environment: VectorEnvironment,
  policy: Policy,
  valueFunction: ValueFunction,
  { steps, generators, team = alone }: CollectStepsOptions,
): Generator<Experience> {
  const { count, observationSize } = environment;
  requireFittingEnvironment(policy, environment);
  const actor = createActor(policy, count, valueFunction);
  const evaluate = createEvaluator(valueFunction, observationSize, count, policy.backend);

  const rollout = createRollout(environment, steps);
  const logProbs = new Float32Array(steps * count);
  const values = new Float32Array(steps * count);
  const lastValues = new Float32Array(count);
  const finalValues = new Float32Array(steps * count);
  let truncatedValues = new Float32Array(count);

  environment.reset(rollout.observationRows[0]);
  while (true) {
    for (let step = 0; step < steps; step++) {
      team.check();
      actor.observations.set(rollout.observationRows[step]);
      if (environment.legalActions) {
        actor.legalActions?.set(environment.legalActions);
        recordLegalActions(rollout, step, environment);
      }
      actor.sample(generators);
      rollout.actionRows[step].set(actor.actions);
      logProbs.set(actor.logProbs, step * count);
      values.set(actor.values, step * count);

      environment.step(rollout.actionRows[step], rollout.observationRows[step + 1]);
      recordStep(rollout, step, environment);
    }

    evaluate(rollout.observationRows[steps], count, lastValues);
    const { truncations } = rollout;
    if (truncatedValues.length < truncations.count) truncatedValues = new Float32Array(truncations.count);
    evaluate(truncations.observations, truncations.count, truncatedValues);
    placeFinalValues(truncations, truncatedValues, finalValues);

    yield { ...rollout, logProbs, values, lastValues, finalValues };
    restartRollout(rollout);
  }
}
