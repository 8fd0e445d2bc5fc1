import type { MarkovChain } from "./markov-chain.ts";

/**
 * The recurrent classes of a chain: the sets of states that communicate and that the chain does not leave again. Each
 * is in ascending order; states in none of them are transient.
 *
 * They are the strongly connected components without an edge that leads out (Tarjan 1972, without recursion).
 */
export function recurrentClasses(chain: MarkovChain): Int32Array[] {
  const { size } = chain;
  const { starts, columns } = chain.rows;
  const order = new Int32Array(size).fill(-1); // when a state was first reached
  const lowest = new Int32Array(size); // the earliest open state that is known to be reached from it
  const open = new Int32Array(size); // states that were reached and whose component is not complete
  const done = new Uint8Array(size); // whether it is
  const leaves = new Uint8Array(size); // whether an edge leads from a state to a complete component
  const classes: Int32Array[] = [];
  let reached = 0;
  let opened = 0;

  const path: number[] = [];
  const successors: Int32Array[] = []; // of the states on the path
  const positions = new Int32Array(size); // how many successors of a state were visited
  const enter = (state: number): void => {
    order[state] = reached;
    lowest[state] = reached++;
    open[opened++] = state;
    path.push(state);
    successors.push(columns.subarray(starts[state], starts[state + 1]));
  };

  /** Looks at the successors of a state until one was not reached before; returns it, or −1. */
  const advance = (state: number, list: Int32Array): number => {
    let least = lowest[state];
    let at = positions[state];
    let found = -1;
    while (found < 0 && at < list.length) {
      const next = list[at++];
      if (order[next] < 0) found = next;
      else if (done[next] === 1) leaves[state] = 1;
      else if (order[next] < least) least = order[next];
    }
    lowest[state] = least;
    positions[state] = at;
    return found;
  };

  for (let root = 0; root < size; root++) {
    if (order[root] >= 0) continue;
    enter(root);
    while (path.length > 0) {
      const state = path[path.length - 1];
      const next = advance(state, successors[path.length - 1]);
      if (next >= 0) {
        enter(next);
        continue;
      }
      path.pop();
      successors.pop();
      const parent = path.at(-1);
      if (lowest[state] < order[state]) {
        lowest[parent!] = Math.min(lowest[parent!], lowest[state]);
        continue;
      }
      const first = open.lastIndexOf(state, opened - 1);
      const members = open.slice(first, opened).sort();
      opened = first;
      for (const member of members) done[member] = 1;
      if (members.every((member) => leaves[member] === 0)) classes.push(members);
      if (parent !== undefined) leaves[parent] = 1;
    }
  }
  return classes.sort((a, b) => a[0] - b[0]);
}
