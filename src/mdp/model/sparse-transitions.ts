import { sparseChain } from "../chains/sparse-chain.ts";
import { draw } from "./draw.ts";
import type { Transitions } from "./transitions.ts";

/**
 * Rows of probabilities above 0, compressed: those of state s and action a stand from `starts[s * actions + a]` up to
 * the next start, with ascending next states.
 */
export interface CompressedTransitions {
  readonly states: number;
  readonly actions: number;
  /** [states × actions + 1] */
  readonly starts: Int32Array;
  readonly nextStates: Int32Array;
  readonly probabilities: Float64Array;
}

export function sparseTransitions({
  states,
  actions,
  starts,
  nextStates,
  probabilities,
}: CompressedTransitions): Transitions {
  return {
    states,
    actions,
    isDense: false,

    chain(policy) {
      // One row of the chain at a time is summed up in full length; `touched` lists where.
      const sums = new Float64Array(states);
      const touched = new Uint8Array(states);
      const chainStarts = new Int32Array(states + 1);
      const columns = new Int32Array(probabilities.length);
      const entries = new Float64Array(probabilities.length);
      let stored = 0;
      for (let state = 0; state < states; state++) {
        const first = stored;
        for (let pair = state * actions; pair < (state + 1) * actions; pair++) {
          if (policy[pair] === 0) continue;
          for (let at = starts[pair]; at < starts[pair + 1]; at++) {
            const next = nextStates[at];
            if (touched[next] === 0) {
              touched[next] = 1;
              columns[stored++] = next;
            }
            sums[next] += policy[pair] * probabilities[at];
          }
        }
        columns.subarray(first, stored).sort();
        for (let at = first; at < stored; at++) {
          const next = columns[at];
          entries[at] = sums[next];
          sums[next] = 0;
          touched[next] = 0;
        }
        chainStarts[state + 1] = stored;
      }
      return sparseChain({
        size: states,
        starts: chainStarts,
        columns: columns.slice(0, stored),
        entries: entries.slice(0, stored),
      });
    },

    expectedChanges({ high, low }) {
      const expected = new Float64Array(states * actions);
      for (let pair = 0; pair < expected.length; pair++) {
        const state = Math.floor(pair / actions);
        let sum = 0;
        for (let at = starts[pair]; at < starts[pair + 1]; at++) {
          const next = nextStates[at];
          sum += probabilities[at] * (high[next] - high[state] + (low[next] - low[state]));
        }
        expected[pair] = sum;
      }
      return expected;
    },

    forEachNext(state, action, visit) {
      const pair = state * actions + action;
      for (let at = starts[pair]; at < starts[pair + 1]; at++) visit(nextStates[at], probabilities[at]);
    },

    next(state, action, share) {
      const pair = state * actions + action;
      return nextStates[
        starts[pair] + draw(probabilities, starts[pair], starts[pair + 1] - starts[pair], share)
      ];
    },
  };
}
