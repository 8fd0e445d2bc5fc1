import type { Trajectory } from "../experience/index.ts";
import { grad, scalarRow } from "../graph/index.ts";
import { compileSum, createRowSource } from "../learning/index.ts";
import type { Policy } from "../policies/index.ts";
import { alone } from "../workers/index.ts";
import { rowsPerShard, scoreObjective } from "./reinforce/descents.ts";

/**
 * Gradients of a policy as it is when they are asked for: Σ_t w_t ∇ log π_θ(a_t | s_t) over the steps of a trajectory, with
 * weights w [steps]. A gradient is the policy's parameters joined one after another, [parameters], in an array of its own. A
 * recurrent policy is differentiated through up to 256 steps at a time, from the beginning of each episode on.
 */
export function compileScoreGradient(
  policy: Policy,
): (trajectory: Trajectory, weights: Float64Array) => Float64Array {
  const sum = compileSum(
    {
      source: createRowSource({ ...policy.rows, weights: scalarRow }, { rowsPerShard }),
      sums({ weights, ...rows }) {
        const logProb = policy.density(rows).logProb(rows.actions);
        return grad(scoreObjective({ logProb, weights }), policy.parameters);
      },
    },
    { backend: policy.backend, team: alone },
  );
  return (trajectory, weights) => {
    sum.load({ ...trajectory, weights }, trajectory.steps);
    sum.run();
    const gradients = sum.sums;
    const joined = new Float64Array(gradients.reduce((length, each) => length + each.length, 0));
    let at = 0;
    for (const each of gradients) {
      joined.set(each, at);
      at += each.length;
    }
    return joined;
  };
}
