import { input } from "../graph/index.ts";
import type { Policy } from "./policy.ts";
import type { ValueFunction } from "./value-function.ts";

/** What a policy computes when it acts on `count` observations at once: by drawing, and by choosing the best. */
export function actingGraphs(policy: Policy, count: number, valueFunction?: ValueFunction) {
  const observations = input([count, policy.observationSpace.size]);
  const legalActions = policy.masked ? input([count, policy.actionSpace.size]) : undefined;
  const density = policy.density(observations, legalActions);
  const seen = { observations, ...(legalActions && { legalActions }) };
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
