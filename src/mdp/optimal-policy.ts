import { knownOptions } from "../text/known-options.ts";
import { requireChoice } from "../text/require-choice.ts";
import { preciseLongRun } from "./chains/long-run.ts";
import type { MarkovChain } from "./chains/markov-chain.ts";
import { pinnedChain } from "./chains/pinned-chain.ts";
import { recurrentClasses } from "./chains/recurrent-classes.ts";
import { endingActions } from "./ending-actions.ts";
import { discountedSolver, evaluatePolicy, type PolicyEvaluation, requireEnd } from "./evaluate-policy.ts";
import {
  addProduct,
  addTo,
  type ExtendedVector,
  extended,
  scaleFor,
} from "./linear-algebra/extended-vector.ts";
import { precisionOfResidual } from "./linear-algebra/residual.ts";
import type { Mdp } from "./model/mdp.ts";
import { deterministicPolicy, softmaxPolicy } from "./policies/softmax-policy.ts";
import type { TabularPolicy } from "./policies/tabular-policy.ts";

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

/**
 * An optimal policy by policy iteration (Howard 1960; Puterman 1994, §6.4 and §9.2): evaluates a policy, takes the best
 * action in every state, and ends when no action is better. It begins with the uniform policy; with discount 1 from
 * actions that bring every episode to an end, and which only better ones displace.
 *
 * Policies are evaluated to about 28 digits, with a bound on the error in each state, and an action is better when it
 * certainly is: small rewards count beside large rewards and penalties, up to a factor of about 1e25 between those that
 * one policy receives.
 *
 * @throws RangeError when with discount 1 no terminal state can be reached from some state
 */
export function optimalPolicy(mdp: Mdp, options: OptimalPolicyOptions = {}): OptimalPolicy {
  const { criterion = "discounted" } = knownOptions("optimalPolicy", options, ["criterion"]);
  requireChoice("optimalPolicy: criterion", criterion, ["discounted", "average"]);
  const scale = scaleFor(mdp.rewards);
  const rewards = mdp.rewards.map((reward) => scale * reward);
  const judge = criterion === "discounted" ? judgeDiscounted : judgeAverage;
  const seen = new Set<string>();
  // Where actions are equally good, one of them may never end the episode.
  let actions = mdp.discount === 1 ? endingActions(mdp) : undefined;
  let policy = actions ? deterministicPolicy(mdp, actions) : softmaxPolicy(mdp);
  for (let iterations = 1; ; iterations++) {
    const better = improve(mdp, judge(mdp, rewards, policy), actions);
    const key = better?.join();
    // Policies that return differ in value from those between by less than the error bounds.
    if (key === undefined || seen.has(key)) {
      return { actions: actions!, evaluation: evaluatePolicy(mdp, policy), iterations };
    }
    seen.add(key);
    actions = better!;
    policy = deterministicPolicy(mdp, actions);
  }
}

/** What is compared: a number for each state and action [states × actions], and bounds on the errors. */
interface Comparison {
  readonly values: ExtendedVector;
  readonly errors: Float64Array;
}

function judgeDiscounted(mdp: Mdp, rewards: Float64Array, policy: TabularPolicy): Comparison[] {
  const { discount, transitions, terminal } = mdp;
  const chain = transitions.chain(policy.probabilities);
  if (discount === 1) requireEnd(recurrentClasses(chain), terminal);
  const solver = discountedSolver(mdp, chain);
  const { x, error } = solver.solvePrecisely(extended(expectedRewards(mdp, rewards, policy)));
  return [advantagesOf(mdp, { rewards, values: x, errors: error, discount })];
}

/** Gains of actions come first: differential values decide between those that are equal. */
function judgeAverage(mdp: Mdp, rewards: Float64Array, policy: TabularPolicy): Comparison[] {
  const chain: MarkovChain = mdp.transitions.chain(policy.probabilities);
  const pinned = pinnedChain(chain, recurrentClasses(chain));
  const found = preciseLongRun(pinned, expectedRewards(mdp, rewards, policy));
  return [
    advantagesOf(mdp, {
      rewards: new Float64Array(rewards.length),
      values: found.gains,
      errors: found.gainErrors,
      discount: 1,
    }),
    advantagesOf(mdp, { rewards, values: found.bias, errors: found.biasErrors, discount: 1 }),
  ];
}

function expectedRewards({ actions }: Mdp, rewards: Float64Array, { probabilities }: TabularPolicy) {
  const expected = new Float64Array(rewards.length / actions);
  for (let pair = 0; pair < rewards.length; pair++) {
    expected[Math.floor(pair / actions)] += probabilities[pair] * rewards[pair];
  }
  return expected;
}

interface Valued {
  /** [states × actions] */
  readonly rewards: Float64Array;
  readonly values: ExtendedVector;
  /** Bounds on the errors of the values: [states]. */
  readonly errors: Float64Array;
  readonly discount: number;
}

/** R(s, a) − (1 − γ) v(s) + γ Σ P(s′ | s, a) (v(s′) − v(s)) for every legal action. */
function advantagesOf(mdp: Mdp, { rewards, values: { high, low }, errors, discount }: Valued): Comparison {
  const { states, actions, transitions, legalActions } = mdp;
  const advantages = extended(rewards.slice());
  const bounds = new Float64Array(rewards.length);
  const rest = extended(Float64Array.of(1)); // 1 − γ, exactly
  addTo(rest, 0, -discount, 0);
  const [flows, change] = [0, 1];
  const scratch = extended(new Float64Array(2));
  for (let state = 0; state < states; state++) {
    for (let pair = state * actions; pair < (state + 1) * actions; pair++) {
      if (legalActions?.[pair] === 0) continue;
      scratch.high[flows] = scratch.low[flows] = 0;
      let size = 0;
      let error = 0;
      transitions.forEachNext(state, pair - state * actions, (next, probability) => {
        if (next === state) return;
        scratch.high[change] = high[next];
        scratch.low[change] = low[next];
        addTo(scratch, change, -high[state], -low[state]);
        addProduct(scratch, flows, probability, scratch.high[change], scratch.low[change]);
        size += probability * Math.abs(scratch.high[change]);
        error += probability * (errors[next] + errors[state]);
      });
      addProduct(advantages, pair, discount, scratch.high[flows], scratch.low[flows]);
      addProduct(advantages, pair, -rest.high[0], high[state], low[state]);
      addProduct(advantages, pair, -rest.low[0], high[state], 0);
      const own = rest.high[0];
      bounds[pair] =
        precisionOfResidual * (Math.abs(rewards[pair]) + own * Math.abs(high[state]) + discount * size) +
        (discount * error + own * errors[state]);
    }
  }
  return { values: advantages, errors: bounds };
}

/** The best actions, keeping the present ones where none is better; undefined if that is so everywhere. */
function improve(
  mdp: Mdp,
  comparisons: readonly Comparison[],
  present: Int32Array | undefined,
): Int32Array | undefined {
  /** Is the first pair better than the second? */
  const isBetter = (pair: number, than: number): boolean => {
    for (const { values, errors } of comparisons) {
      const gain = values.high[pair] - values.high[than] + (values.low[pair] - values.low[than]);
      if (Math.abs(gain) > errors[pair] + errors[than]) return gain > 0;
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
