import { knownOptions } from "../text/known-options.ts";
import { requireFinite } from "../text/require-number.ts";
import { type ChainSolver, chainSolver } from "./chains/chain-solver.ts";
import { longRun } from "./chains/long-run.ts";
import type { MarkovChain } from "./chains/markov-chain.ts";
import { pinnedChain } from "./chains/pinned-chain.ts";
import { recurrentClasses } from "./chains/recurrent-classes.ts";
import { dot } from "./linear-algebra/dot.ts";
import { extended } from "./linear-algebra/extended-vector.ts";
import type { Mdp } from "./model/mdp.ts";
import { once } from "./once.ts";
import { normalizedPolicy } from "./policies/require-policy.ts";
import type { TabularPolicy } from "./policies/tabular-policy.ts";
import { ofPair, ofState, requireNoOverflow } from "./require-no-overflow.ts";

/**
 * The values and distributions of a policy in an MDP. Each quantity is computed when it is first read, and shared parts are
 * computed once. Arrays of states are [states], of states and actions row-major [states × actions]; treat them as
 * read-only.
 *
 * Those of the average reward throw a {@link RecurrentClassesError} when the chain of the policy has several recurrent
 * classes, so that its stationary distribution is not unique.
 */
export interface PolicyEvaluation {
  readonly mdp: Mdp;
  readonly policy: TabularPolicy;
  /** P_π, with terminal states that stay as they are. */
  readonly chain: MarkovChain;
  /** r(s) = Σ_a π(a | s) R(s, a), with the entropy bonus if there is one. */
  readonly rewards: Float64Array;

  /** V(s) = E[Σ_t γᵗ r_t | s₀ = s]. */
  readonly values: Float64Array;
  /** Q(s, a) = R(s, a) + γ Σ_s′ P(s′ | s, a) V(s′). */
  readonly actionValues: Float64Array;
  /** A(s, a) = Q(s, a) − V(s). */
  readonly advantages: Float64Array;
  /** Σ_t γᵗ Pr(s_t = s) from the distribution of first states: sums to 1/(1 − γ) if no state is terminal, in which it is 0. */
  readonly visitation: Float64Array;

  /** The recurrent classes of the chain, each in ascending order. */
  readonly recurrentClasses: readonly Int32Array[];
  /** d(s), the stationary distribution. */
  readonly stationary: Float64Array;
  /** g = Σ_s d(s) r(s), the average reward per step. */
  readonly gain: number;
  /** h(s) = E[Σ_t (r_t − g) | s₀ = s], the differential value, with Σ_s d(s) h(s) = 0. */
  readonly bias: Float64Array;
  /** R(s, a) − g + Σ_s′ P(s′ | s, a) h(s′). */
  readonly differentialActionValues: Float64Array;
  /** Differential Q(s, a) − h(s). */
  readonly differentialAdvantages: Float64Array;

  /** J₁ = Σ_s start(s) V(s) (notes, section 2). */
  readonly startValue: number;
  /** J_avV = Σ_s d(s) V(s), which is J_avR/(1 − γ). */
  readonly averageValue: number;
  /** J_avR = Σ_s d(s) Σ_a π(a | s) R(s, a), the gain. */
  readonly averageReward: number;
}

export interface EvaluationOptions {
  /** τ: every reward becomes R(s, a) − τ log π(a | s), which adds τ times the entropy of the policy. Default 0. */
  readonly entropyWeight?: number;
}

/** The chain of a policy has several recurrent classes: where it ends depends on where it begins. */
export class RecurrentClassesError extends Error {
  override readonly name = "RecurrentClassesError";
}

/**
 * Solves an MDP for a policy, exactly to rounding. Values are kept to about 28 digits, so that advantages keep theirs also
 * where they are small beside the values.
 *
 * @throws RangeError when the policy is one of another MDP, gives illegal actions a probability, has rows that are no
 * distributions, or with discount 1 does not always come to an end. What is read later throws a {@link ConvergenceError}
 * when a large chain is not solved to nine certain digits, and a RangeError when float64 does not hold it
 */
export function evaluatePolicy(
  mdp: Mdp,
  policy: TabularPolicy,
  options: EvaluationOptions = {},
): PolicyEvaluation {
  const { entropyWeight = 0 } = knownOptions("evaluatePolicy", options, ["entropyWeight"]);
  const { states, actions, discount, transitions, terminal, legalActions } = mdp;
  if (policy.states !== states || policy.actions !== actions) {
    throw new RangeError(
      `evaluatePolicy: the policy is for ${policy.states} states and ${policy.actions} actions, the MDP has ${states} ` +
        `and ${actions}.`,
    );
  }
  requireFinite("mdp: entropyWeight", entropyWeight);
  const probabilities = normalizedPolicy("policy", mdp, policy.probabilities);
  const pairRewards = entropyWeight === 0 ? mdp.rewards : withEntropy(mdp, probabilities, entropyWeight);
  const rewards = meanOverActions(pairRewards, probabilities, actions);

  const chain = once(() => transitions.chain(probabilities));
  const classes = once(() => recurrentClasses(chain()));
  const discounted = once(() => {
    if (discount === 1) requireEnd(classes(), terminal);
    return discountedSolver(mdp, chain());
  });
  const values = once(() => {
    const found = discounted().solve(extended(rewards));
    requireNoOverflow(found.high, ofState("value"));
    return found;
  });
  const advantages = once(() => {
    const { high } = values();
    const changes = transitions.expectedChanges(values());
    const found = changes.map((change, pair) => {
      const value = high[Math.floor(pair / actions)];
      // Actions that are not legal have no transitions and no rewards.
      if (legalActions?.[pair] === 0) return -value;
      return pairRewards[pair] - (1 - discount) * value + discount * change;
    });
    return requireNoOverflow(found, ofPair("advantage", actions));
  });
  const actionValues = once(() =>
    requireNoOverflow(plusValues(advantages(), values().high, actions), ofPair("value", actions)),
  );
  const pinned = once(() => {
    requireOneClass(classes());
    return pinnedChain(chain(), classes());
  });
  const averages = once(() => longRun(pinned(), rewards));
  const gain = once(() => averages().gains.high[0]);
  const bias = once(() => {
    const found = averages().bias;
    requireNoOverflow(found.high, ofState("differential value"));
    return found;
  });
  const differentialAdvantages = once(() => {
    const { high } = bias();
    const changes = transitions.expectedChanges(bias());
    const found = changes.map((change, pair) =>
      legalActions?.[pair] === 0
        ? -gain() - high[Math.floor(pair / actions)]
        : pairRewards[pair] - gain() + change,
    );
    return requireNoOverflow(found, ofPair("differential advantage", actions));
  });
  const differentialActionValues = once(() =>
    requireNoOverflow(
      plusValues(differentialAdvantages(), bias().high, actions),
      ofPair("differential value", actions),
    ),
  );
  const visitation = once(() => discounted().solveTransposed(mdp.start));

  return {
    mdp,
    policy,
    rewards,
    get chain() {
      return chain();
    },
    get values() {
      return values().high;
    },
    get actionValues() {
      return actionValues();
    },
    get advantages() {
      return advantages();
    },
    get visitation() {
      return visitation();
    },
    get recurrentClasses() {
      return classes();
    },
    get stationary() {
      return pinned().stationary;
    },
    get gain() {
      return gain();
    },
    get bias() {
      return bias().high;
    },
    get differentialActionValues() {
      return differentialActionValues();
    },
    get differentialAdvantages() {
      return differentialAdvantages();
    },
    get startValue() {
      return dot(mdp.start, values().high);
    },
    get averageValue() {
      return dot(pinned().stationary, values().high);
    },
    get averageReward() {
      return gain();
    },
  };
}

function withEntropy({ rewards, actions, terminal }: Mdp, probabilities: Float64Array, weight: number) {
  return rewards.map((reward, pair) =>
    probabilities[pair] === 0 || terminal[Math.floor(pair / actions)]
      ? reward
      : reward - weight * Math.log(probabilities[pair]),
  );
}

function meanOverActions(values: Float64Array, probabilities: Float64Array, actions: number): Float64Array {
  const means = new Float64Array(values.length / actions);
  for (let pair = 0; pair < values.length; pair++) {
    means[Math.floor(pair / actions)] += probabilities[pair] * values[pair];
  }
  return means;
}

function plusValues(advantages: Float64Array, values: Float64Array, actions: number): Float64Array {
  return advantages.map((advantage, pair) => advantage + values[Math.floor(pair / actions)]);
}

/** For I − γP on the states that are not terminal. */
export function discountedSolver({ discount, terminal, isEpisodic }: Mdp, chain: MarkovChain): ChainSolver {
  const kept = isEpisodic ? terminal.map((ends) => 1 - ends) : undefined;
  return chainSolver({ chain, discount, kept });
}

function requireOneClass(classes: readonly Int32Array[]): void {
  if (classes.length === 1) return;
  throw new RecurrentClassesError(
    `mdp: the policy's chain has ${classes.length} recurrent classes, ${list(classes)}: where it ends depends on where it ` +
      "begins, so it has no unique stationary distribution, and no average reward that is the same for all states.",
  );
}

export function requireEnd(classes: readonly Int32Array[], terminal: Uint8Array): void {
  const endless = classes.filter((members) => terminal[members[0]] === 0);
  if (endless.length === 0) return;
  throw new RangeError(
    `mdp: with discount 1 every episode must come to an end, but under this policy none does from ${list(endless)}.`,
  );
}

/** "{0, 1}, {4}", shortened where it would be long. */
function list(classes: readonly Int32Array[]): string {
  const shown = classes.slice(0, 5).map((members) => {
    const first = members.length > 8 ? [...members.subarray(0, 7), "…"] : [...members];
    return `{${first.join(", ")}}`;
  });
  return [...shown, ...(classes.length > 5 ? ["…"] : [])].join(", ");
}
