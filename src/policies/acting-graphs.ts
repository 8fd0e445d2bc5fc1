import { type Input, input, rowInputs } from "../graph/index.ts";
import type { Policy } from "./policy.ts";
import type { ValueFunction } from "./value-function.ts";

/** What a policy computes when it acts on `count` observations at once: by drawing, and by choosing the best. */
export function actingGraphs(policy: Policy, count: number, valueFunction?: ValueFunction) {
  const { actions: _, ...rows } = policy.rows;
  const seen = rowInputs(rows, count) as {
    readonly observations: Input<"float">;
    readonly legalActions?: Input<"float">;
  };
  const { observations } = seen;
  const density = policy.density(seen);
  const noise = input(density.noise.shape);
  const actions = density.sample(noise);
  return {
    noise: density.noise,
    sampling: {
      inputs: { ...seen, noise },
      outputs: {
        actions,
        logProbs: density.logProb(actions),
        ...(valueFunction && { values: valueFunction.values(observations) }),
      },
    },
    choosing: { inputs: seen, outputs: { actions: density.mode() } },
  };
}
