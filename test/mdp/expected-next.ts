import type { Mdp } from "../../src/mdp/index.ts";

/** Σ_s′ P(s′ | s, a) v(s′) for every s and a: [states × actions]. */
export function expectedNext({ states, actions, transitions }: Mdp, values: ArrayLike<number>): Float64Array {
  const expected = new Float64Array(states * actions);
  for (let pair = 0; pair < expected.length; pair++) {
    transitions.forEachNext(Math.floor(pair / actions), pair % actions, (next, probability) => {
      expected[pair] += probability * values[next];
    });
  }
  return expected;
}
