import { endingActions } from "./ending-actions.ts";
import { evaluatePolicy, type PolicyEvaluation } from "./evaluate-policy.ts";
import { longRun } from "./long-run.ts";
import type { Mdp } from "./mdp.ts";
import { deterministicPolicy, softmaxPolicy } from "./policies/softmax-policy.ts";

export interface OptimalPolicyOptions {
  /** What is to be greatest, from every state: the "discounted" value (default), or the "average" reward. */
  readonly criterion?: "discounted" | "average";
}

export interface OptimalPolicy {
  /** The action to take in each state: [states]; one of those that are equally good. */
  readonly actions: Int32Array;
  /** What that policy is worth. Under "discounted", its `values` are V* and its `actionValues` Q*. */
  readonly evaluation: PolicyEvaluation;
  /** Policies that were evaluated. */
  readonly iterations: number;
}

/** An action is better when its value is greater by more than this part of the largest value or reward. */
const tolerance = 1e-10;

/**
 * An optimal policy by policy iteration (Howard 1960; Puterman 1994, §6.4 and §9.2): evaluates a policy exactly, takes
 * the best action in every state, and ends when no action is better. It begins with the uniform policy; with discount 1
 * from actions that bring every episode to an end, and which only better ones displace.
 *
 * @throws RangeError when with discount 1 no terminal state can be reached from some state
 */
export function optimalPolicy(
  mdp: Mdp,
  { criterion = "discounted" }: OptimalPolicyOptions = {},
): OptimalPolicy {
  // Where actions are equally good, one of them may go in circles for ever.
  let actions = mdp.discount === 1 ? endingActions(mdp) : undefined;
  let evaluation = evaluatePolicy(mdp, actions ? deterministicPolicy(mdp, actions) : softmaxPolicy(mdp));
  for (let iterations = 1; ; iterations++) {
    const better = improve(mdp, preferences(evaluation, criterion), actions);
    if (better === undefined) return { actions: actions!, evaluation, iterations };
    actions = better;
    evaluation = evaluatePolicy(mdp, deterministicPolicy(mdp, actions));
  }
}

/** Values of actions [states × actions], the most important first: the others decide between those that are equal. */
function preferences(evaluation: PolicyEvaluation, criterion: "discounted" | "average"): Float64Array[] {
  if (criterion === "discounted") return [evaluation.actionValues];
  const { transitions, rewards } = evaluation.mdp;
  const { gains, differences } = longRun(evaluation);
  const later = transitions.expectations(differences);
  return [transitions.expectations(gains), later.map((value, pair) => rewards[pair] + value)];
}

/** The best actions, keeping the present ones where none is better; undefined if that is so everywhere. */
function improve(
  mdp: Mdp,
  preferences: readonly Float64Array[],
  present: Int32Array | undefined,
): Int32Array | undefined {
  const largest = (values: Float64Array, least: number) =>
    values.reduce((most, value) => Math.max(most, Math.abs(value)), least);
  const largestReward = largest(mdp.rewards, 0);
  const margins = preferences.map((values) => tolerance * largest(values, largestReward));
  /** Is the first pair better than the second? */
  const isBetter = (pair: number, than: number): boolean => {
    for (const [i, values] of preferences.entries()) {
      const gain = values[pair] - values[than];
      if (Math.abs(gain) > margins[i]) return gain > 0;
    }
    return false;
  };
  const best = new Int32Array(mdp.states);
  for (let state = 0; state < mdp.states; state++) {
    const row = state * mdp.actions;
    let kept = present?.[state] ?? -1;
    for (let action = 0; action < mdp.actions; action++) {
      if (mdp.legalActions?.[row + action] === 0) continue;
      if (kept < 0 || isBetter(row + action, row + kept)) kept = action;
    }
    best[state] = kept;
  }
  return present?.every((action, state) => action === best[state]) ? undefined : best;
}
