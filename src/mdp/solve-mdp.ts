import { gainFromStart } from "./chains/gain-from-start.ts";
import { evaluatePolicy } from "./evaluate-policy.ts";
import { naturalGradient } from "./fisher.ts";
import type { Mdp } from "./model/mdp.ts";
import { optimalPolicy } from "./optimal-policy.ts";
import { softmaxPolicy } from "./policies/softmax-policy.ts";
import type { TabularPolicy } from "./policies/tabular-policy.ts";
import { type Objective, policyGradient } from "./policy-gradient.ts";

/** An MDP with a policy, solved: plain data. Lists of states are [s], of states and actions [s][a]. */
export interface MdpSolution {
  /** d(s), the stationary distribution of the policy. */
  readonly stationary: readonly number[];
  /** Σ_t γᵗ Pr(s_t = s). */
  readonly visitation: readonly number[];
  /** V(s). */
  readonly values: readonly number[];
  /** Q(s, a). */
  readonly actionValues: readonly (readonly number[])[];
  /** Q(s, a) − V(s). */
  readonly advantages: readonly (readonly number[])[];
  /** The average reward per step. */
  readonly gain: number;
  /** Differential values h(s), with Σ_s d(s) h(s) = 0. */
  readonly bias: readonly number[];
  /** J₁, J_avV and J_avR of the notes. */
  readonly objectives: Readonly<Record<Objective, number>>;
  /** Of each objective with respect to the logits. */
  readonly gradients: Readonly<Record<Objective, readonly (readonly number[])[]>>;
  /** Of the start value. */
  readonly naturalGradient: readonly (readonly number[])[];
  readonly optimal: {
    /** The optimal discounted values V*(s). */
    readonly values: readonly number[];
    /** For each state an action of a policy that has them. */
    readonly policy: readonly number[];
    /** The average reward per step of that policy from the first states on. */
    readonly gain: number;
  };
}

/**
 * All that there is to know of an MDP and a policy, in one call: `evaluatePolicy`, `policyGradient` of each objective,
 * `naturalGradient` and `optimalPolicy`, as plain data.
 *
 * @param policy one logit for each state and action; default: the uniform policy
 * @throws RangeError for a discount of 1, with which the average value is not defined, and a policy with other parameters
 * @throws RecurrentClassesError when the chain of the policy has several recurrent classes
 * @throws ConvergenceError when a large chain is not solved to nine certain digits
 */
export function solveMdp(mdp: Mdp, policy: TabularPolicy = softmaxPolicy(mdp)): MdpSolution {
  const { states, actions, discount } = mdp;
  if (discount === 1) {
    throw new RangeError(
      "mdp: discount is 1; it must be in [0, 1): without it the average value is not defined. evaluatePolicy and " +
        "optimalPolicy give what is.",
    );
  }
  if (policy.parameters.length !== states * actions) {
    throw new RangeError(
      `solveMdp: the policy has ${policy.parameters.length} parameters; it must have a logit for each of ${states} states and ` +
        `${actions} actions, as softmaxPolicy and policyFromProbabilities give it. Use policyGradient for other parameters.`,
    );
  }
  const evaluation = evaluatePolicy(mdp, policy);
  const best = optimalPolicy(mdp);
  const byState = (values: Float64Array) => Array.from(values, positiveZero);
  const byAction = (values: Float64Array) =>
    Array.from({ length: states }, (_, state) =>
      byState(values.subarray(state * actions, (state + 1) * actions)),
    );
  const gradient = (objective: Objective) => byAction(policyGradient(evaluation, objective));
  return {
    stationary: byState(evaluation.stationary),
    visitation: byState(evaluation.visitation),
    values: byState(evaluation.values),
    actionValues: byAction(evaluation.actionValues),
    advantages: byAction(evaluation.advantages),
    gain: evaluation.gain,
    bias: byState(evaluation.bias),
    objectives: {
      startValue: evaluation.startValue,
      averageValue: evaluation.averageValue,
      averageReward: evaluation.averageReward,
    },
    gradients: {
      startValue: gradient("startValue"),
      averageValue: gradient("averageValue"),
      averageReward: gradient("averageReward"),
    },
    naturalGradient: byAction(naturalGradient(evaluation)),
    optimal: {
      values: byState(best.evaluation.values),
      policy: Array.from(best.actions),
      gain: gainFromStart(best.evaluation),
    },
  };
}

/** Adding 0 turns a negative zero into a positive one. */
function positiveZero(value: number): number {
  return value + 0;
}
