import { createMdp, type Mdp, type TransitionRow } from "../../src/mdp/index.ts";

/**
 * Two steps and the end: from 0 or 1 to 2 or 3 to 4, so that rollouts of an even number of steps are
 * whole episodes.
 */
export function twoSteps(discount: number): Mdp {
  const transitions: TransitionRow[] = [];
  for (const first of [0, 1]) {
    for (const action of [0, 1]) {
      const share = [0.2, 0.7, 0.4, 0.9][first * 2 + action];
      transitions.push([first, action, 2, share], [first, action, 3, 1 - share]);
      transitions.push([first + 2, action, 4, 1]);
    }
  }
  return createMdp({
    transitions,
    rewards: [
      [1, 0.5],
      [0, 0.3],
      [0.5, 3],
      [2, -1],
      [0, 0],
    ],
    start: [0.4, 0.6, 0, 0, 0],
    terminal: [4],
    discount,
  });
}
