import { denseChain } from "../chains/dense-chain.ts";
import { multiplyRows } from "../linear-algebra/multiply-rows.ts";
import { draw } from "./draw.ts";
import type { Transitions } from "./transitions.ts";

/** @param probabilities [states × actions × states] */
export function denseTransitions(states: number, actions: number, probabilities: Float64Array): Transitions {
  return {
    states,
    actions,
    isDense: true,

    chain(policy) {
      const chain = new Float64Array(states * states);
      for (let pair = 0; pair < states * actions; pair++) {
        const weight = policy[pair];
        if (weight === 0) continue;
        const from = pair * states;
        const to = Math.floor(pair / actions) * states;
        for (let next = 0; next < states; next++) chain[to + next] += weight * probabilities[from + next];
      }
      return denseChain(states, chain);
    },

    expectedChanges({ high, low }) {
      const expected = new Float64Array(states * actions);
      const changes = new Float64Array(states);
      for (let state = 0; state < states; state++) {
        for (let next = 0; next < states; next++) {
          changes[next] = high[next] - high[state] + (low[next] - low[state]);
        }
        const rows = probabilities.subarray(state * actions * states, (state + 1) * actions * states);
        multiplyRows(rows, states, changes, expected.subarray(state * actions, (state + 1) * actions));
      }
      return expected;
    },

    forEachNext(state, action, visit) {
      const row = (state * actions + action) * states;
      for (let next = 0; next < states; next++) {
        if (probabilities[row + next] > 0) visit(next, probabilities[row + next]);
      }
    },

    next: (state, action, share) => draw(probabilities, (state * actions + action) * states, states, share),
  };
}
