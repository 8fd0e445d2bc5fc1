import type { Mdp } from "./model/mdp.ts";

/**
 * Actions with which every episode comes to an end: in each state the one that may lead a step nearer to a terminal state.
 *
 * @returns [states]; undefined where a state leads to no terminal one
 */
export function endingActions({
  states,
  actions,
  transitions,
  terminal,
  legalActions,
}: Mdp): Int32Array | undefined {
  const before = Array.from({ length: states }, () => [] as number[]); // pairs that may lead to a state
  for (let pair = 0; pair < states * actions; pair++) {
    const state = Math.floor(pair / actions);
    if (terminal[state] === 1 || legalActions?.[pair] === 0) continue;
    transitions.forEachNext(state, pair % actions, (next) => before[next].push(pair));
  }
  const found = new Int32Array(states).fill(-1);
  const reached: number[] = [];
  terminal.forEach((ends, state) => {
    if (ends === 0) return;
    reached.push(state);
    // Nothing is decided there: the first that is legal.
    found[state] = legalActions ? legalActions.indexOf(1, state * actions) - state * actions : 0;
  });
  for (let i = 0; i < reached.length; i++) {
    for (const pair of before[reached[i]]) {
      const state = Math.floor(pair / actions);
      if (found[state] >= 0) continue;
      found[state] = pair % actions;
      reached.push(state);
    }
  }
  return reached.length === states ? found : undefined;
}
