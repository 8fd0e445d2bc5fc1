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
  const drawn = density.sample(noise);
  const actions = policy.toActions(drawn);
  return {
    noise: density.noise,
    sampling: {
      inputs: { ...seen, noise },
      outputs: {
        actions,
        logProbs: density.logProb(drawn),
        ...(drawn !== actions && { drawn }),
        ...(valueFunction && { values: valueFunction.values(observations) }),
      },
    },
    choosing: { inputs: seen, outputs: { actions: policy.toActions(density.mode()) } },
  };
}
