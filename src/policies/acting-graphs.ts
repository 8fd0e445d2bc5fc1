import { type Input, input, rowInputs } from "../graph/index.ts";
import type { Policy } from "./policy.ts";
import type { ValueFunction } from "./value-function.ts";

type ActingGraphs = ReturnType<typeof actingGraphs>;

const ofOne = new WeakMap<Policy, ActingGraphs>();

/** For one observation: what `policy.act` and `policy.sample` compute, and what the policy's file describes. */
export function graphsForOne(policy: Policy): ActingGraphs {
  const graphs = ofOne.get(policy) ?? actingGraphs(policy, 1);
  ofOne.set(policy, graphs);
  return graphs;
}

/**
 * What a policy computes when it acts on `count` observations at once: by drawing, and by choosing the best. A recurrent one
 * takes the states of the rows, zeros where an episode begins, and gives those that follow.
 */
export function actingGraphs(policy: Policy, count: number, valueFunction?: ValueFunction) {
  const { actions: _, begins: __, ...rows } = policy.rows;
  const seen = rowInputs(rows, count) as {
    readonly observations: Input<"float">;
    readonly legalActions?: Input<"float">;
    readonly policyStates?: Input<"float">;
  };
  const { observations } = seen;
  const { density, policyStates } = policy.advance(seen);
  const next = policyStates && { nextPolicyStates: policyStates };
  const noise = input(density.noise.shape);
  const drawn = density.sample(noise);
  const actions = policy.toActions(drawn);
  const { stateSize = 0, stateName } = valueFunction ?? {};
  const hasOwn = stateSize > 0 && stateName === "valueStates";
  const memory = hasOwn ? { valueStates: input([count, stateSize]) } : undefined;
  const judged = valueFunction?.advance(observations, { ...seen, ...memory });
  const mode = density.mode();
  const chosen = policy.toActions(mode);
  return {
    noise: density.noise,
    sampling: {
      inputs: { ...seen, ...memory, noise },
      outputs: {
        actions,
        logProbs: density.logProb(drawn),
        ...(drawn !== actions && { drawn }),
        ...next,
        ...(judged && { values: judged.values }),
        ...(hasOwn && { nextValueStates: judged!.valueStates! }),
      },
    },
    choosing: { inputs: seen, outputs: { actions: chosen, ...next } },
    /** The most probable actions as the policy would draw them, where that is not how the environment takes them. */
    chosenAsDrawn: mode === chosen ? undefined : mode,
  };
}
