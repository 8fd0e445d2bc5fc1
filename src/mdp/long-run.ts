import { chainAverages, mostVisited } from "./chain-averages.ts";
import { chainSolver } from "./chain-solver.ts";
import type { PolicyEvaluation } from "./evaluate-policy.ts";
import { dot } from "./linear-algebra/dot.ts";

/** What a policy earns in the long run, by where it begins; of any chain, also with several recurrent classes. */
export interface LongRun {
  /** g(s), the average reward per step from s on: [states]. */
  readonly gains: Float64Array;
  /** h with h(s) = r(s) − g(s) + Σ_s′ P(s′ | s) h(s′), 0 in one state of each recurrent class: [states]. */
  readonly differences: Float64Array;
}

/** Solves Puterman's evaluation equations of multichain policies (1994, §9.2.1). */
export function longRun({ chain, rewards, recurrentClasses }: PolicyEvaluation): LongRun {
  const { size } = chain;
  const gains = new Float64Array(size);
  const transient = new Uint8Array(size).fill(1);
  const unpinned = new Uint8Array(size).fill(1);
  for (const members of recurrentClasses) {
    const within = chain.restrictedTo(members);
    const { stationary } = chainAverages(within, Int32Array.from(members.keys()));
    const gain = dot(
      stationary,
      Float64Array.from(members, (member) => rewards[member]),
    );
    for (const member of members) {
      gains[member] = gain;
      transient[member] = 0;
    }
    unpinned[members[mostVisited(stationary)]] = 0;
  }
  if (transient.includes(1)) {
    const ahead = new Float64Array(size);
    chain.multiply(gains, ahead);
    const b = ahead.map((value, state) => transient[state] * value);
    const found = chainSolver({ chain, discount: 1, kept: transient }).solve(b);
    for (let state = 0; state < size; state++) if (transient[state]) gains[state] = found[state];
  }
  const b = rewards.map((reward, state) => unpinned[state] * (reward - gains[state]));
  return { gains, differences: chainSolver({ chain, discount: 1, kept: unpinned }).solve(b) };
}

/**
 * The average reward per step of a policy that begins where the MDP does, also where its chain has several recurrent
 * classes.
 */
export function gainFromStart(evaluation: PolicyEvaluation): number {
  if (evaluation.recurrentClasses.length === 1) return evaluation.gain;
  return dot(evaluation.mdp.start, longRun(evaluation).gains);
}
