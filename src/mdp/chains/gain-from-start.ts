import type { PolicyEvaluation } from "../evaluate-policy.ts";
import { dot } from "../linear-algebra/dot.ts";
import { longRun } from "./long-run.ts";
import { pinnedChain } from "./pinned-chain.ts";

/**
 * The average reward per step of a policy that begins where the MDP does, also where its chain has several recurrent
 * classes.
 */
export function gainFromStart(evaluation: PolicyEvaluation): number {
  const { mdp, chain, rewards, recurrentClasses } = evaluation;
  if (recurrentClasses.length === 1) return evaluation.gain;
  return dot(mdp.start, longRun(pinnedChain(chain, recurrentClasses), rewards).gains.high);
}
